import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { labOf } from './faults.ts';
import { openSmallRelease } from './small-release.ts';
import type { SmallRelease } from './small-release.ts';
import { smallRelease } from './small-scenarios.ts';
import type { Place } from './verify.ts';

/** What is asked of people before production, and what a confirmation of it must not be. */
const spoiled = [
  { what: 'is over', words: "release: 'auditors', expiresAt: '2026-01-02T00:00:00Z'", code: 'release/CONFIRMATION_EXPIRED' },
  {
    what: 'is for another release',
    words: "release: 'other', expiresAt: '2099-01-01T00:00:00Z'",
    code: 'release/CONFIRMATION_OTHER_RELEASE',
  },
  {
    what: 'is by the author of the release',
    words: "release: 'auditors', expiresAt: '2099-01-01T00:00:00Z', confirmedBy: ' robin  RELEASE'",
    code: 'release/CONFIRMATION_BY_AUTHOR',
  },
  {
    what: 'is for another environment',
    words: "release: 'auditors', expiresAt: '2099-01-01T00:00:00Z', environment: 'acc'",
    code: 'release/CONFIRMATION_OTHER_ENVIRONMENT',
  },
] as const;

const author = "author: 'Robin Release',";

/** A whole release on three environments, each a realm of the lab: every step in its order, and what is out of order. */
export function threeEnvironments(place: () => Place): void {
  test('a release goes from test to acc to prod in the order of the policy, and in no other', async () => {
    const small = await openSmallRelease(place(), await labOf(place()));
    try {
      expect(await small.objections('acc'), 'nothing was proven on test').toEqual(['release/NOT_PROVEN_BEFORE']);
      for (const environment of ['test', 'acc'] as const) {
        await small.passes(environment, 'pre-release');
        await small.deploy(environment);
        await small.passes(environment, 'post-deploy');
      }

      await isEditedBy(small, async () => {
        expect(await small.objections('prod')).toContain('release/RECORD_EDITED');
      });
      for (const { what, words, code } of spoiled) {
        small.reword(
          author,
          `${author} confirmations: [{ type: 'board approval', person: 'Jason', role: 'board', statement: 'Yes.', ${since}, ${words} }],`,
        );
        small.commit(what);
        expect(await small.objections('prod'), what).toContain(code);
        small.reword(/confirmations: \[.*\],/.exec(readFileSync(small.file, 'utf8'))?.[0] ?? '', '');
      }
      small.commit('Nobody has confirmed anything');
      expect((await small.objections('prod')).toSorted()).toEqual(['release/CONFIRMATION_MISSING', 'release/WINDOW_MISSING']);

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

      await small.passes('prod', 'pre-release');
      expect([...new Set((await leftToDo(small)).map(({ environment }) => environment))], 'before the deploy').toEqual(['prod']);
      await small.deploy('prod');
      await small.passes('prod', 'post-deploy');
      expect(await leftToDo(small), 'after it').toEqual([]);
    } finally {
      await small.dispose();
    }
  });
}

const since = "confirmedAt: '2026-01-01T00:00:00Z', validFrom: '2026-01-01T00:00:00Z'";

const Progress = z.object({ steps: z.array(z.object({ environment: z.string().optional(), state: z.string(), because: z.string() })) });

/** The steps of the policy that are neither done nor needless, as the release's status tells them; it tells of nothing that went wrong. */
async function leftToDo(small: SmallRelease): Promise<readonly { readonly environment?: string | undefined; readonly because: string }[]> {
  const { exitCode, stdout, stderr } = await small.say('release', 'status', smallRelease, '--json');
  expect(exitCode, stderr).toBe(0);
  return Progress.parse(JSON.parse(stdout)).steps.filter(({ state }) => !['done', 'not needed', 'not provable'].includes(state));
}

/** The next Monday, at this hour in UTC. */
function nextMonday(hour: number): string {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7 || 7));
  day.setUTCHours(hour, 0, 0, 0);
  return day.toISOString();
}

/** Somebody makes the record of test look better, and corrects the list of hashes, too. */
async function isEditedBy(small: SmallRelease, use: () => Promise<void>): Promise<void> {
  const { folder } = await small.run('test', 'post-deploy');
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
