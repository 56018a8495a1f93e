// `verify release status` with 1,000 run records on disk, over bare Node. The release has been through three environments, and failed in the
// last; the other records are of releases before it. What it takes for granted is nothing: the records that count are verified and judged again.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { releaseOf, writeRun } from '../packages/runner/test/release-records.ts';
import { releaseFileText } from '../packages/runner/src/release/new/file-text.ts';
import { compare } from './time.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const verify = join(root, 'packages/runner/bin/verify.mjs');
// Within the repository, where the packages that scenarios import are found.
const folder = mkdtempSync(join(root, '.scratch-status-'));
try {
  const [scenarios, reports] = [join(folder, 'scenarios'), join(folder, 'reports')];
  cpSync(join(root, 'scenarios'), scenarios, { recursive: true });
  mkdirSync(reports);
  const release = releaseOf();
  writeFileSync(join(scenarios, 'releases', `${release.id}.ts`), releaseFileText(release));
  // The one check of these records, so that they are judged again as they were.
  writeFileSync(
    join(scenarios, 'suites', 'of-the-records.ts'),
    `import { defineSuite, step } from '@keycloak-release-gate/core';
import { rules } from '../../../packages/runner/test/release-records.ts';
export default defineSuite({ id: 'of-the-records', title: 'Of the records', steps: () => [step({ id: 'bench/one', sentence: 'One' }, [{ check: rules.checks.get('test/good'), subject: undefined, words: {} }])] });`,
  );
  const suites = ['pre-release', 'post-deploy'];
  const places = ['test', 'acc', 'prod'].flatMap((environment) => suites.map((suite) => ({ environment, suite })));
  const own = [...places, { environment: 'prod', suite: 'pre-restore' }, { environment: 'prod', suite: 'post-rollback' }];
  for (let number = 0; number < 1_000 - own.length; number += 1) {
    const { environment = 'test', suite = 'health' } = places[number % places.length] ?? {};
    writeRun(reports, { environment, suite, number, release: releaseOf({ id: `release-${Math.floor(number / 12)}` }) });
  }
  for (const [index, place] of own.entries())
    writeRun(reports, {
      ...place,
      number: 1_000 + index,
      saw: place.environment === 'prod' && place.suite === 'post-deploy' ? 'bad' : 'good',
    });
  const flags = ['--scenarios', scenarios, '--reports', reports];
  // It ends with 1, for the release failed.
  const told = compare([process.execPath, verify, 'release', 'status', release.id, ...flags], [process.execPath, '-e', '0'], 11, [0, 1]);
  process.stdout.write(
    `verify release status with 1,000 records: ${told.a.toFixed(0)} ms, node -e 0: ${told.b.toFixed(0)} ms, over bare Node ${(told.difference / 1000).toFixed(2)} s (limit 0.5 s), ratio ${told.ratio.toFixed(1)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
