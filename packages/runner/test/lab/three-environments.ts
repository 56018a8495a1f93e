import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { contentHash } from '@keycloak-release-gate/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { labOf } from './faults.ts';
import { nextMonday } from './next-monday.ts';
import { beforeAcc, beforeProd, beforeTest } from './out-of-order.ts';
import type { OutOfOrder } from './out-of-order.ts';
import { openSmallRelease } from './small-release.ts';
import type { Refusal, SmallRelease, Tried } from './small-release.ts';
import { smallRelease } from './small-scenarios.ts';
import type { SmallEnvironment } from './small-scenarios.ts';
import { anHourAgo, confirmationsWith, spoiled } from './spoiled-confirmations.ts';
import type { Place } from './verify.ts';

const author = "author: 'Robin Release',";
const proven: Tried = { environment: 'prod', only: ['release/proven-before'] };

/** A whole release on three environments, each a realm of the lab: every step in its order, and what is out of order. */
export function threeEnvironments(place: () => Place): void {
  describe('a release goes from test to acc to prod in the order of the policy, and in no other', () => {
    let small: SmallRelease;
    /** Where the whole post-deploy run of an environment lies. */
    const folders = new Map<SmallEnvironment, string>();
    const folderOf = (environment: SmallEnvironment): string => {
      const folder = folders.get(environment);
      if (folder === undefined) throw new Error(`It was not found good on ${environment}.`);
      return folder;
    };

    beforeAll(async () => {
      small = await openSmallRelease(place(), await labOf(place()));
    });
    afterAll(async () => {
      await small.dispose();
    });

    const refused = (cases: readonly OutOfOrder[]): void => {
      for (const { what, words = [], codes, exitCode, ...tried } of cases)
        test(`refused: ${what}`, async () => {
          const told = words.length === 0 ? await small.refusal(tried) : await small.withWords(words, () => small.refusal(tried));
          expect(flat(told)).toEqual({ exitCode, codes });
        });
    };
    const isFoundGood = (environment: SmallEnvironment): void => {
      test(`${environment}: before and after the deploy`, async () => {
        const before = await small.passes(environment, 'pre-release');
        await small.deploy(environment);
        const after = await small.passes(environment, 'post-deploy');
        expect([before, after].map(({ record }) => record.verdict.kind)).toEqual(['pass', 'pass']);
        folders.set(environment, after.folder);
      });
    };

    refused(beforeTest);
    isFoundGood('test');
    refused(beforeAcc);

    test("refused: the record of test, given as acc's", async () => {
      const records = mkdtempSync(join(tmpdir(), 'records-'));
      const copy = join(records, 'acc', 'post-deploy', basename(folderOf('test')));
      cpSync(folderOf('test'), copy, { recursive: true });
      expect(flat(await small.refusal({ ...proven, records }))).toEqual({ exitCode: 1, codes: ['release/RECORD_MISPLACED'] });
      rmSync(records, { recursive: true });
    });

    isFoundGood('acc');
    refused(beforeProd);

    test('refused: another release of the same change', async () => {
      const other = join(dirname(small.file), 'inspectors.ts');
      writeFileSync(other, readFileSync(small.file, 'utf8').replace(`id: '${smallRelease}'`, "id: 'inspectors'"));
      small.commit('Another release');
      const told = await small.refusal({ ...proven, release: 'inspectors' });
      expect(flat(told)).toEqual({ exitCode: 3, codes: ['release/NOT_PROVEN_BEFORE'] });
      rmSync(other);
      small.commit('No other release');
    });

    test.each([
      ['pre-restore', 'backup/pinned-unchanged', { exitCode: 3, codes: ['release/PERHAPS_ROLLED_BACK'] }],
      ['post-rollback', 'database/executed-plan', { exitCode: 1, codes: ['release/ROLLED_BACK_BEFORE'] }],
    ])('refused: prod after %s on acc', async (suite, check, told) => {
      const { folder } = await small.run('acc', suite, '--only', check);
      expect(flat(await small.refusal(proven))).toEqual(told);
      rmSync(folder, { recursive: true });
    });

    test('refused: a record of test that somebody made look better', async () => {
      await isEdited(folderOf('test'), async () =>
        expect(flat(await small.refusal(proven))).toEqual({ exitCode: 1, codes: ['release/RECORD_EDITED'] }),
      );
    });

    test('prod: it is planned, and confirmed by people', async () => {
      expect(await small.refusal({ environment: 'prod' })).toEqual({
        exitCode: 1,
        codes: {
          'release/parties-contacted': ['release/CONFIRMATION_MISSING'],
          'release/logs-reviewed': ['release/CONFIRMATION_MISSING'],
          'release/board-approval': ['release/CONFIRMATION_MISSING'],
          'release/planned': ['release/WINDOW_MISSING'],
        },
      });
      const plan = await small.say('plan-rollback', '--env', 'prod', '--release', smallRelease, '--lab', place().lab);
      expect(plan, plan.stderr).toMatchObject({ exitCode: 0 });
      small.reword(author, `${author} window: { from: '${nextMonday(18)}', to: '${nextMonday(20)}' },`);
      const said = { person: 'Jason', role: 'release board', statement: 'Yes.', 'confirmed-by': 'Tess' };
      for (const [type, more] of [
        ['parties contacted', []],
        ['logs reviewed', ['--environment', 'test']],
        ['logs reviewed', ['--environment', 'acc']],
        ['board approval', ['--environment', 'prod']],
      ] as const) {
        const words = Object.entries({ type, ...said }).flatMap(([name, value]) => [`--${name}`, value]);
        const confirmed = await small.say('confirm', smallRelease, ...words, ...more);
        expect(confirmed, confirmed.stderr).toMatchObject({ exitCode: 0 });
        if (type !== 'logs reviewed') continue;
        // What the board decides on is ready before it has decided, and not before the logs of both environments were reviewed.
        const request = await small.say('request', smallRelease);
        expect(request, request.stdout).toMatchObject({ exitCode: more[1] === 'acc' ? 0 : 3 });
      }
      // What is not committed can be changed by anybody, and nobody sees it.
      const uncommitted = await small.say('--env', 'prod', '--suite', 'pre-release', '--release', smallRelease, '--lab', place().lab);
      expect(uncommitted).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('SCENARIOS_UNCOMMITTED') as unknown });
      small.commit('The release is planned and approved');
    });

    test('prod: before the deploy; that acc was looked at once more makes no approval old', async () => {
      await small.passes('acc', 'post-deploy');
      await small.passes('prod', 'pre-release');
      expect([...new Set((await leftToDo(small)).map(({ environment }) => environment))]).toEqual(['prod']);
    });

    describe('what people confirm', () => {
      // Where nobody has confirmed anything.
      const chain = (): string => small.file.replace(/\.ts$/, '.confirmations.jsonl');
      beforeAll(() => renameSync(chain(), `${chain()}.away`));
      afterAll(() => {
        renameSync(`${chain()}.away`, chain());
        small.commit('They have confirmed it');
      });
      const planB = { from: "plan: 'A'", to: "plan: 'B'" };
      const before: Tried = {
        environment: 'prod',
        only: ['parties-contacted', 'logs-reviewed', 'board-approval', 'stand-by-confirmed'].map((check) => `release/${check}`),
      };
      const onTheCall: Tried = { environment: 'prod', suite: 'pre-restore' };

      test.each([
        { what: 'is missing', more: undefined, code: 'release/CONFIRMATION_MISSING', standBy: 'release/STAND_BY_MISSING' },
        ...spoiled,
      ])('refused: all that $what', async ({ more, code, standBy }) => {
        const words = more ? [planB, { from: author, to: `${author} ${confirmationsWith(more())}` }] : [planB];
        const told = await small.withWords(words, () => Promise.all([small.refusal(before), small.refusal(onTheCall)]));
        const confirmed = { 'release/stand-by-confirmed': [standBy] };
        expect(told).toEqual([
          {
            exitCode: 1,
            codes: {
              'release/parties-contacted': [code],
              'release/logs-reviewed': [code],
              'release/board-approval': [code],
              ...confirmed,
            },
          },
          { exitCode: 1, codes: { 'release/on-the-call': [code], ...confirmed } },
        ]);
      });

      test('refused: what was said before there was anything to say it of', async () => {
        const words = [planB, { from: author, to: `${author} ${confirmationsWith({ confirmedAt: anHourAgo() })}` }];
        expect(await small.withWords(words, () => small.refusal(before))).toEqual({
          exitCode: 1,
          codes: {
            'release/logs-reviewed': ['release/CONFIRMATION_BEFORE_DEPLOY'],
            'release/board-approval': ['release/APPROVED_BEFORE_PROVEN'],
          },
        });
      });
    });

    test('prod: after the deploy nothing is left to do', async () => {
      await small.deploy('prod');
      await small.passes('prod', 'post-deploy');
      expect(await leftToDo(small)).toEqual([]);
    });
  });
}

/** The codes of all checks together. */
const flat = ({ exitCode, codes }: Refusal) => ({ exitCode, codes: Object.values(codes).flat() });

const Progress = z.object({ steps: z.array(z.object({ environment: z.string().optional(), state: z.string(), because: z.string() })) });

/** The steps of the policy that are neither done nor needless, as the release's status tells them; it tells of nothing that went wrong. */
async function leftToDo(small: SmallRelease): Promise<readonly { readonly environment?: string | undefined; readonly because: string }[]> {
  const { exitCode, stdout, stderr } = await small.say('release', 'status', smallRelease, '--json');
  expect(exitCode, stderr).toBe(0);
  return Progress.parse(JSON.parse(stdout)).steps.filter(({ state }) => !['done', 'not needed', 'not provable'].includes(state));
}

/** Somebody makes a record look better, and corrects the list of hashes, too. */
async function isEdited(folder: string, use: () => Promise<void>): Promise<void> {
  const [file, manifest] = [join(folder, 'run.json'), join(folder, 'manifest.sha256')];
  const [text, hashes] = [readFileSync(file, 'utf8'), readFileSync(manifest, 'utf8')];
  const edited = text.replace('"finishedAt":"2', '"finishedAt":"3');
  writeFileSync(file, edited);
  writeFileSync(manifest, hashes.replace(contentHash(text), contentHash(edited)));
  try {
    await use();
  } finally {
    writeFileSync(file, text);
    writeFileSync(manifest, hashes);
  }
}
