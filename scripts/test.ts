// `npm test [-- path…]`
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const asked = process.argv.slice(2);
const everything = '{packages,sim,bench,e2e,torture,scripts}/**/*.test.ts';
const files = globSync(asked.length > 0 ? asked : everything, { cwd: root, exclude: ['**/node_modules/**'] });
const child = spawn(process.execPath, ['--test', '--test-concurrency=2', ...files], { cwd: root, stdio: 'inherit' });
child.once('exit', (code) => process.exit(code ?? 1));
