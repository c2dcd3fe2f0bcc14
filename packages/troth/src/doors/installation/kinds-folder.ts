/** Kinds of offers that an installation describes itself: a folder of JSON files, read once, when it starts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigRefused } from '../../platform/config.ts';
import { compilePolicy } from '../../rooms/admission/index.ts';
import { KIND_REFUSALS, type Kinds, OWN_KINDS, withKind } from '../../rooms/offer/index.ts';

/** Our kinds and those of the folder, in the order of the file names. Throws {@link ConfigRefused}, which names the file and what is wrong. */
export function readKindsFolder(directory: string | null): Kinds {
  if (directory === null) return OWN_KINDS;
  return namesIn(directory).reduce((kinds, name) => withFile(kinds, directory, name), OWN_KINDS);
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch (cause) {
    throw new ConfigRefused(`TROTH_KINDS: the folder ${directory} cannot be read.`, { cause });
  }
}

function withFile(kinds: Kinds, directory: string, name: string): Kinds {
  const no = (why: string, cause?: unknown) => new ConfigRefused(`TROTH_KINDS: ${name}: ${why}`, { cause });
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(directory, name), 'utf8'));
  } catch (cause) {
    throw no('it cannot be read as JSON.', cause);
  }
  const read = withKind(kinds, json);
  if (!read.ok)
    throw no(
      `${read.reason}: ${KIND_REFUSALS[read.reason].en} ${read.pointers?.join(' ') ?? ''} ${read.detail ?? ''}`.trim(),
    );
  const policy = compilePolicy([...read.value.values()].at(-1)?.terms.admission.rows ?? []);
  if (!policy.ok) throw no(`the policy of its terms does not compile: ${policy.detail ?? policy.reason}`);
  return read.value;
}
