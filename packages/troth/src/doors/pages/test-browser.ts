/** A browser for tests: the one of the machine, or the one that npm ships for linux-x64. `null` where neither exists. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';

const OWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

let unpackedIn: string | null = null;

/**
 * The package unpacks the browser into the temporary folder, for its owner alone, and two processes that do so at once are in each other's way.
 * So each user of a machine has a folder, made whole under another name by whoever comes first.
 */
function unpack(): string {
  const folder = path.join(tmpdir(), `troth-browser-${userInfo().uid}`);
  if (existsSync(folder)) return folder;
  const draft = mkdtempSync(`${folder}-`);
  const code = `const { default: shipped } = await import(${JSON.stringify(import.meta.resolve('@sparticuz/chromium'))}); await shipped.executablePath();`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', code], { env: { ...process.env, TMPDIR: draft } });
  try {
    renameSync(draft, folder);
  } catch {
    // Somebody else was quicker: theirs is whole too.
    rmSync(draft, { recursive: true });
  }
  return folder;
}

export async function openTestBrowser(): Promise<Browser | null> {
  const { chromium } = await import('playwright-core');
  const own = OWN.find((file) => existsSync(file));
  if (own !== undefined) return await chromium.launch({ executablePath: own, args: ['--no-sandbox'] });
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  // The package unpacks the NSS libraries it needs only where it believes it runs in that cloud; it asks while loading.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  unpackedIn ??= unpack();
  process.env.TMPDIR = unpackedIn;
  const { default: shipped } = await import('@sparticuz/chromium');
  // In one process, closing the first window would end the browser; and a relaxed policy would prove nothing.
  const args = shipped.args.filter(
    (arg) => !['--single-process', '--disable-web-security', '--allow-running-insecure-content'].includes(arg),
  );
  return await chromium.launch({ executablePath: await shipped.executablePath(), args });
}
