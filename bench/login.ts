// How long the gate takes to log in to and out of many applications, its proofs included, against a plain Playwright Test project that does
// the same clicks and proves nothing, with the same browser and its best number of workers; then `verify login` for one application, against a bare
// Playwright script. A lab of its own; ten minutes on two cores that are free.
// Usage: node bench/login.ts [applications] [rounds], 50 and 2 without
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { down, up } from '../packages/lab/src/index.ts';
import { peakOfBrowser } from './login/browser-memory.ts';
import { gateOf } from './login/gate.ts';
import { startApplications } from './login/applications.ts';
import { plainOf } from './login/plain.ts';
import { median } from './time.ts';

const [applicationsTyped, roundsTyped] = process.argv.slice(2);
await measure(Number(applicationsTyped ?? 50), Number(roundsTyped ?? 2));

async function measure(count: number, rounds: number): Promise<void> {
  const signal = AbortSignal.timeout(3_600_000);
  const name = `bench-login-${process.pid}`;
  const lab = await up({ name, signal });
  // Within the repository, where the packages that scenarios and specifications import are found.
  const folder = mkdtempSync(join(import.meta.dirname, '../.scratch-'));
  const applications = await startApplications(lab, count, join(folder, 'applications'), signal);
  try {
    const gate = gateOf(lab, applications.all, folder);
    const plain = plainOf(applications.all, folder);
    console.log(`${count} applications, s:`);
    // Keycloak is warm for both: each has been there once before it counts.
    await gate.run();
    await plain.test(2);
    const all: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const byWorkers = new Map<number, number>();
      const plainOnes = async (): Promise<void> => {
        for (const workers of [1, 2, 4, 8]) byWorkers.set(workers, await plain.test(workers));
      };
      // Keycloak grows warmer with every login: each goes first in every other round.
      if (round % 2 === 1) await plainOnes();
      const ours = await gate.run();
      if (round % 2 === 0) await plainOnes();
      const best = Math.min(...byWorkers.values());
      all.push(ours / best);
      const told = [...byWorkers].map(([workers, seconds]) => `${workers}: ${seconds.toFixed(1)}`).join(', ');
      console.log(`  the gate ${ours.toFixed(1)}; plain Playwright Test by workers ${told}; ratio ${(ours / best).toFixed(2)}`);
    }
    console.log(`median ratio ${median(all).toFixed(2)} (at most 1.0, the aim is 0.6)`);

    const few = Math.ceil(count / 5);
    const ofFew = await peakOfBrowser(gateOf(lab, applications.all.slice(0, few), folder).run);
    const ofAll = await peakOfBrowser(gate.run);
    console.log(
      `the browser's memory at its peak: ${ofFew.toFixed(0)} MB with ${few} applications, ${ofAll.toFixed(0)} MB with ${count}; ratio ${(ofAll / ofFew).toFixed(2)} (it is bounded by the tabs that are open at once)`,
    );

    const pairs: number[] = [];
    for (let round = 0; round < 2 * rounds + 3; round += 1) {
      const ours = await gate.logIn();
      const bare = await plain.script();
      // The first of each warms up.
      if (round > 0) pairs.push(ours / bare);
      console.log(`  one application: verify login ${ours.toFixed(2)} s, a bare script ${bare.toFixed(2)} s`);
    }
    console.log(`one application, median ratio ${median(pairs).toFixed(2)} (at most 1.2)`);
  } finally {
    await applications.stop();
    rmSync(folder, { recursive: true, force: true });
    await down({ name });
  }
}
