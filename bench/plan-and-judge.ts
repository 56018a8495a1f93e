import { fileURLToPath } from 'node:url';
import { compare } from './time.ts';

const program = fileURLToPath(new URL('./thousand-checks.ts', import.meta.url));
const { a, b, difference } = compare([process.execPath, program], [process.execPath, '-e', '0']);
process.stdout.write(
  `planning and judging 1,000 checks: ${a.toFixed(0)} ms, node -e 0: ${b.toFixed(0)} ms, over bare Node ${(difference / 1000).toFixed(2)} s (limit 0.5 s)\n`,
);
