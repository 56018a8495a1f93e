import { fileURLToPath } from 'node:url';
import { compare } from './time.ts';

const verify = fileURLToPath(new URL('../packages/runner/bin/verify.mjs', import.meta.url));
const { a, b, ratio } = compare([process.execPath, verify, '--help'], [process.execPath, '-e', '0'], 21);
process.stdout.write(`verify --help: ${a.toFixed(0)} ms, node -e 0: ${b.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (limit 1.5)\n`);
