// Reads a dump to its end as a check does, and says how much memory that took at most; without one, it imports what that takes and ends.
import { readDump } from '../packages/checks/src/backup/read-dump.ts';
import '../packages/checks/src/backup/index.ts';
import type { DumpKind, Packing } from '../packages/checks/src/backup/dump-kinds.ts';

const [path, kind, packed] = process.argv.slice(2) as [string?, DumpKind?, Packing?];
if (path !== undefined && kind !== undefined) {
  const reading = await readDump({ path, kind, packed }, AbortSignal.timeout(600_000));
  if (reading.kind !== 'read') throw new Error(`${path} was ${reading.kind}.`);
}
process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
