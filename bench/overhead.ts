import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The runner's own share of a run: wall time less the critical path of its looks and the pauses between settling rounds.
 * Usage: node bench/overhead.ts reports/lab/post-deploy/<run>
 */
interface Line {
  readonly at: string;
  readonly type: string;
  readonly phase?: string;
  readonly milliseconds?: number;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder of a run.');
const lines = readFileSync(join(folder, 'events.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);
const record = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { readonly settle: { readonly every: number } };
const times = lines.map((line) => Date.parse(line.at));
const wall = Math.max(...times) - Math.min(...times);
// The union of the times in which at least one look was running, or a pause of settling was waited for.
const looking = lines
  .filter((line) => line.type === 'look-finished')
  .map((line) => ({ from: Date.parse(line.at) - (line.milliseconds ?? 0), to: Date.parse(line.at) }));
const pauses = lines
  .filter((line) => line.type === 'settling')
  .map((line) => ({ from: Date.parse(line.at), to: Date.parse(line.at) + record.settle.every }));
let covered = 0;
let until = 0;
for (const { from, to } of [...looking, ...pauses].toSorted((a, b) => a.from - b.from)) {
  covered += Math.max(0, to - Math.max(from, until));
  until = Math.max(until, to);
}
process.stdout.write(
  `wall ${wall} ms, looks ${covered} ms, the runner's own share ${(((wall - covered) / wall) * 100).toFixed(1)} % (limit 5 %)\n`,
);
