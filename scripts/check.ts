// `npm run check`: types, then format and lint. Both run even when the first fails, so that one run shows everything.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const steps: readonly (readonly [string, readonly string[]])[] = [
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json']],
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']],
];

let failures = 0;
for (const [name, args] of steps) {
  const { status } = spawnSync(process.execPath, [...args, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  process.stdout.write(`check: ${name} ${status === 0 ? 'ok' : 'failed'}\n`);
  if (status !== 0) failures += 1;
}
process.exit(failures === 0 ? 0 : 1);
