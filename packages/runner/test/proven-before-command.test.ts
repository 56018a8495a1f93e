import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunRecord } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { releaseFileText } from '../src/release/new/file-text.ts';
import { releaseOf, writeRun } from './release-records.ts';
import type { Ran } from './release-records.ts';
import { environment, place, verify } from './run-program.ts';

const releaseId = releaseOf().id;
const suite = (id: string, check: string, more = ''): string => `import { defineSuite, step } from '@keycloak-release-gate/core';
import { provenBefore } from '@keycloak-release-gate/checks';
import { rules } from '../../../../release-records.ts';
const good = () => ({ check: rules.checks.get('test/good'), subject: undefined, words: {} });
export default defineSuite({ id: '${id}', title: '${id}', steps: () => [step({ id: 'a/b', sentence: 'A sentence' }, [${check}]) ${more}] });`;
const files = {
  'scenarios/suites/pre-release.ts': suite('pre-release', 'provenBefore()'),
  // The one check of these records, so that they are judged again as they were.
  'scenarios/suites/post-deploy.ts': suite('post-deploy', 'good()'),
  [`scenarios/releases/${releaseId}.ts`]: releaseFileText(releaseOf()),
  ...Object.fromEntries(
    ['test', 'acc', 'prod'].map((id) => [
      `scenarios/environments/${id}.ts`,
      environment('', `publicUrl: 'https://sso-${id}.example', adminUrl: 'https://sso.example', realms: ['main']`).replace(
        "id: 'one'",
        `id: '${id}'`,
      ),
    ]),
  ),
};

let count = 0;

/** What pre-release of prod says after these runs, by the command: its exit code, and the codes in its record. */
async function preRelease(runs: readonly Omit<Ran, 'suite' | 'number'>[], more: Readonly<Record<string, string>> = {}) {
  const reports = join(place, `proven-${(count += 1)}`);
  mkdirSync(reports);
  const began = Date.now() - 3_600_000;
  for (const [number, ran] of runs.entries())
    writeRun(reports, { suite: 'post-deploy', number, startedAt: new Date(began + number * 300_000).toISOString(), ...ran });
  const args = ['--env', 'prod', '--suite', 'pre-release', '--release', releaseId, '--reports', reports];
  const { exitCode, err } = await verify(args, { files: { ...files, ...more } });
  const folder = join(reports, 'prod', 'pre-release');
  const [run = ''] = readdirSync(folder).filter((name) => !name.startsWith('.'));
  const { results } = RunRecord.parse(JSON.parse(readFileSync(join(folder, run, 'run.json'), 'utf8')));
  return { exitCode, codes: results.flatMap(({ findings, gaps }) => [...findings, ...gaps].map(({ code }) => code)), err };
}

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const onTest = { environment: 'test', digest: digest('a') };
const onAcc = { environment: 'acc', digest: digest('a') };

it.each<[string, Parameters<typeof preRelease>, 0 | 1 | 3, readonly string[]]>([
  ['test and acc, with one image', [[onTest, onAcc]], 0, []],
  ['acc alone', [[onAcc]], 3, ['release/NOT_PROVEN_BEFORE']],
  ['acc with another image', [[onTest, { ...onAcc, digest: digest('b') }]], 1, ['release/OTHER_IMAGE_BEFORE']],
  ['acc, where it failed then', [[onTest, onAcc, { ...onAcc, saw: 'bad' }]], 1, ['release/FAILED_BEFORE']],
  ['acc, where nobody could tell', [[onTest, { ...onAcc, saw: 'nothing' }]], 3, ['release/INCONCLUSIVE_BEFORE']],
  [
    'acc under the name of another author first',
    [[onTest, { ...onAcc, release: releaseOf({ author: 'Mark Maker' }) }, onAcc]],
    1,
    ['release/AUTHOR_CHANGED'],
  ],
  [
    'test and acc, by less than post-deploy asks for on acc now',
    [
      [onTest, onAcc],
      { 'scenarios/suites/post-deploy.ts': suite('post-deploy', 'good()', ", step({ id: 'a/c', sentence: 'C' }, [provenBefore()])") },
    ],
    3,
    // test is the first one: nothing is asked of what was proven before it.
    ['release/CHECKS_MISSING_BEFORE'],
  ],
])('the command goes by %s', { timeout: 60_000 }, async (_what, call, exitCode, codes) => {
  const said = await preRelease(...call);
  expect({ exitCode: said.exitCode, codes: said.codes }, said.err).toEqual({ exitCode, codes });
});
