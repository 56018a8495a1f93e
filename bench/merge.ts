import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectPart } from '../packages/runner/src/parts/collect-part.ts';
import { planIdentity } from '../packages/runner/src/plan/plan-identity.ts';
import { planOfParts, suite } from './parts-plan.ts';
import { compare } from './time.ts';

const place = mkdtempSync(join(tmpdir(), 'bench-merge-'));
const parts = join(place, 'parts');
const reports = join(place, 'reports');
const of = 50;
try {
  const plan = planOfParts();
  const identity = planIdentity(
    plan,
    suite,
    (each) => each,
    () => 'the benchmark',
  );
  for (let shard = 1; shard <= of; shard += 1)
    await collectPart({
      prepared: {
        plan,
        identity,
        choice: { suite, why: 'a benchmark' },
        secrets: new Map(),
        secret: () => '',
        stateFolder: place,
        deadlineSeconds: 60,
      },
      options: { env: 'synthetic', only: [], skip: [], scenarios: '', reports },
      part: { vantage: 'everywhere', shard, of },
      output: parts,
      key: 'a key of a benchmark, of no secret at all',
      interrupt: new AbortController().signal,
      emit: () => undefined,
      command: 'verify collect',
    });
  const merge = fileURLToPath(new URL('./merge-once.ts', import.meta.url));
  const { a, b, difference } = compare([process.execPath, merge, parts, reports], [process.execPath, '-e', '0'], 5);
  process.stdout.write(
    `merging ${of} parts: ${a.toFixed(0)} ms, node -e 0: ${b.toFixed(0)} ms, over bare Node ${(difference / 1000).toFixed(2)} s (limit 2 s)\n`,
  );
} finally {
  rmSync(place, { recursive: true });
}
