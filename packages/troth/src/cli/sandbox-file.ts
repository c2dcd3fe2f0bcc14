/**
 * What a person trying Troth needs in hand: who is in the sandbox, and the keys to speak for them. Two files with the same content,
 * readable by their owner only: JSON for programs, shell variables for pasting. A live installation never writes them.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SandboxOffer {
  readonly offerId: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly acceptPath: string;
}

export interface SandboxShop {
  readonly merchantId: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly key: string;
  readonly offers: readonly SandboxOffer[];
}

export interface SandboxPerson {
  readonly partyId: string;
  readonly name: string;
  readonly session: string;
  /** How the shop of that id knows this person. */
  readonly refs: Readonly<Record<string, string>>;
}

export interface SandboxFile {
  /** Where it was served last. */
  readonly url: string;
  readonly operatorKey: string;
  readonly shops: readonly SandboxShop[];
  readonly people: readonly SandboxPerson[];
}

const JSON_NAME = 'sandbox.json';
const SHELL_NAME = 'sandbox.env';

export function sandboxFilePath(directory: string): string {
  return join(directory, JSON_NAME);
}

export function sandboxShellPath(directory: string): string {
  return join(directory, SHELL_NAME);
}

/** The file, or null when there is none that can be read. */
export function readSandboxFile(directory: string): SandboxFile | null {
  try {
    return JSON.parse(readFileSync(sandboxFilePath(directory), 'utf8')) as SandboxFile;
  } catch {
    return null;
  }
}

/** Writes both files; a reader sees the old ones or the new ones, never half of one. */
export function writeSandboxFile(directory: string, file: SandboxFile): void {
  mkdirSync(directory, { recursive: true });
  writeWhole(sandboxFilePath(directory), `${JSON.stringify(file, null, 2)}\n`);
  writeWhole(sandboxShellPath(directory), shellOf(file));
}

function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}

/** The first shop, its first offer and the first person, as variables. Nothing in them needs quoting: ids, keys, a URL. */
function shellOf(file: SandboxFile): string {
  const [shop] = file.shops;
  const [person] = file.people;
  const lines = [`TROTH_URL=${file.url}`, `OPERATOR_KEY=${file.operatorKey}`];
  if (shop !== undefined)
    lines.push(`SHOP=${shop.merchantId}`, `SHOP_KEY=${shop.key}`, `OFFER=${shop.offers[0]?.offerId ?? ''}`);
  if (person !== undefined)
    lines.push(`PERSON_SESSION=${person.session}`, `PROMISOR=${person.refs[shop?.merchantId ?? ''] ?? ''}`);
  return `${lines.join('\n')}\n`;
}
