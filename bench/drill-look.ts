// One drill in a process of its own, as the command has it. Usage: node bench/drill-look.ts <dump in custom format> <jobs>
import { drillBackup, dumpToDrill, findPostgresTools } from '../packages/scratch/src/index.ts';

const [path = '', jobs] = process.argv.slice(2);
const tools = await findPostgresTools();
if (!tools) throw new Error('PostgreSQL is not installed here.');
const drilled = await drillBackup({
  source: dumpToDrill({
    dump: { path, kind: 'custom' },
    tools,
    live: { systemIdentifiers: [] },
    jobs: Number(jobs),
    tell: () => undefined,
  }),
  level: 'L4',
  stage: () => undefined,
  signal: new AbortController().signal,
});
if (drilled.level !== 'L4') throw new Error(JSON.stringify(drilled.failure));
