import { Release } from '@keycloak-release-gate/core';
import type { Confirmation, ProvenIn, ProvenRun } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../../test/hostile-record.ts';
import { now, plan, ready, release } from '../../test/request/sample.ts';
import { htmlRequest } from './html.ts';
import { markdownRequest } from './markdown.ts';
import { exitCodeOf, requestOf } from './model.ts';
import type { RequestInput } from './model.ts';

/** The request with other things in it. */
const withChanges = (changes: Partial<RequestInput>): RequestInput => ({ ...ready, ...changes });

/** A plan that nothing was found for which a backup would be needed. */
const harmless = {
  ...plan,
  plan: 'A' as const,
  rules: plan.rules.map((rule) => ({ ...rule, holds: rule.rule === 'nothing-left-behind' })),
};

/** The request with something else known of acc. */
function accIs(changes: Partial<ProvenIn> | ((newest: ProvenRun) => Partial<ProvenRun>)): RequestInput {
  const [test_, acc] = ready.tried;
  const newest = acc?.proven.newest;
  if (!test_ || !newest) throw new Error('The sample has two runs.');
  const known = typeof changes === 'function' ? { newest: { ...newest, ...changes(newest) } } : changes;
  return withChanges({ tried: [test_, { ...acc, proven: { ...acc.proven, ...known } }] });
}

/** The request to an environment of which something else is known. */
const promotedAs = (changes: Partial<RequestInput['target']['promotion']>): RequestInput =>
  withChanges({
    target: { ...ready.target, promotion: { ...ready.target.promotion, realms: ready.tried[0]?.proven.newest?.realms ?? [], ...changes } },
  });

const missingIn = (input: RequestInput) => {
  const request = requestOf(input);
  return { verdict: request.verdict, exitCode: exitCodeOf(request), missing: request.missing.map(({ what }) => what) };
};

const confirmations = (...given: readonly Partial<Confirmation>[]): RequestInput =>
  withChanges({ release: { ...release, confirmations: release.confirmations.map((each, index) => ({ ...each, ...given[index] })) } });

test('a release that passed everywhere, with its way back computed and all said, is ready', () => {
  const request = requestOf(ready);
  expect(missingIn(ready)).toEqual({ verdict: 'ready', exitCode: 0, missing: [] });
  expect(request.rollback).toMatchObject({
    restores: true,
    answer: 'Yes: plan B, restore the database',
    lost: 'It loses all since the backup was taken (2026-11-26 02:00 UTC): 12 users, 15 credentials, 4 consents, 2310 events.',
  });
  expect(request.impact.computed).toEqual([
    'The deploy restarts Keycloak, which touches every application: Portal, Wiki, Partners desk.',
    '2 changes of the configuration are announced.',
    'The database schema is migrated: 45 change sets on 4 tables.',
    'On a restored copy 26.7.4 was ready after 41 s.',
  ]);
  expect(request.risks.map(({ code, words }) => code ?? words)).toEqual([
    'oidc/CERTIFICATE_ENDS',
    'Redeploying 26.4.0 without a restore would shut out: an administrator who had logged in on the new version.',
  ]);
  expect(request.confirmations.map(({ type, state }) => [type, state])).toEqual([
    ['parties contacted', 'given'],
    ['logs reviewed', 'given'],
    ['board approval', 'later'],
    ['stand-by engineer', 'later'],
  ]);
});

describe('it is not ready', () => {
  test.each<[string, RequestInput, 1 | 3, RegExp]>([
    ['without a run in acc', accIs({ newest: null }), 3, /No record shows that the release 2026-11 was deployed on "acc"/],
    [
      'without any environment before',
      withChanges({ tried: [], release: { ...release, environments: ['prod'] } }),
      1,
      /goes to "prod" first, which is production/,
    ],
    [
      'with a run that failed',
      accIs(() => ({ verdict: 'fail', exitCode: 1, reasons: ['x failed'] })),
      1,
      /"acc".*did not pass: fail\. x failed/,
    ],
    ['with a run that could not see', accIs(() => ({ verdict: 'inconclusive', exitCode: 3 })), 3, /"acc".*could not tell/],
    [
      'with a run that was edited',
      accIs({ newest: null, refused: [{ code: 'RECORD_EDITED', where: 'reports/acc', message: 'It was edited.' }] }),
      1,
      /It was edited/,
    ],
    [
      'with a later run of the way back',
      accIs({ rolledBack: { run: '01KAU', suite: 'post-rollback', at: now, why: 'it was taken back' } }),
      1,
      /taken back since/,
    ],
    [
      'with a run of another state of the release',
      accIs((run) => ({ substance: { ...run.substance, keycloak: { from: '26.4.0', to: '26.7.3' } } })),
      1,
      /keycloak/,
    ],
    ['without a computed way back', withChanges({ plans: [] }), 3, /The rollback plan was not computed/],
    [
      'with a way back of another pair',
      withChanges({ plans: [{ place: ready.target, record: { ...plan, to: '26.8.0' } }] }),
      3,
      /is of another release: it is for 26\.4\.0 → 26\.8\.0/,
    ],
    [
      'with the way back of another environment alone',
      withChanges({ plans: ready.tried.slice(1).map(({ place }) => ({ place, record: { ...plan, environment: place.id } })) }),
      3,
      /^The rollback plan was not computed for sso\.example\.org: this one is of sso-acc\.example\.org\.$/,
    ],
    [
      'with the plan of another environment in the place of its own',
      withChanges({ plans: [{ place: ready.target, record: { ...plan, environment: 'acc' } }] }),
      3,
      /it is for the environment acc/,
    ],
    [
      'with a window that is over',
      withChanges({ release: { ...release, window: { from: '2026-11-24T20:00:00+01:00', to: '2026-11-24T22:00:00+01:00' } } }),
      1,
      /The window of the release is over/,
    ],
    ['with a record of the target itself', promotedAs({ publicUrl: ready.tried[0]?.proven.newest?.publicUrl ?? '' }), 1, /"prod" itself/],
    ['with an environment left out', promotedAs({ promotesFrom: 'int' }), 1, /does not go there before/],
    [
      'where the target is not known here',
      withChanges({ target: { ...ready.target, promotion: { id: 'prod', production: true, unset: ['PROD_URL'] } } }),
      3,
      /cannot be told here: .*PROD_URL not set/,
    ],
    ['with too weak a way back', withChanges({ release: { ...release, rollback: { plan: 'A', reason: 'It is easy.' } } }), 1, /too weak/],
    ['without what people say', withChanges({ release: { ...release, confirmations: [] } }), 3, /Nobody has confirmed "parties contacted"/],
    ['with what the author says', confirmations({ person: release.author ?? '' }), 1, /is the author of the release/],
    ['with what has expired', confirmations({ expiresAt: '2026-11-25T10:00:00+01:00' }), 1, /it was valid until/],
    ['with what was said of another release', confirmations({ release: '2026-10' }), 1, /it is for the release 2026-10/],
    ['without an author', withChanges({ release: Release.parse({ ...release, author: undefined }) }), 3, /names no author/],
  ])('%s', (_, input, exitCode, what) => {
    const found = missingIn(input);
    expect(found.exitCode).toBe(exitCode);
    expect(found.missing[0]).toMatch(what);
    const request = requestOf(input);
    expect(htmlRequest(request)).not.toContain('Ready for the board');
    expect(markdownRequest(request)).toContain('## What is missing');
  });
});

test('waivers say when they end, against now and the release', () => {
  const [waiver] = release.waivers;
  if (!waiver) throw new Error('The sample has a waiver.');
  const states = (expires: string) =>
    requestOf(withChanges({ release: { ...release, waivers: [{ ...waiver, expires }] } })).waivers[0]?.state;
  expect([now, '2026-11-30T21:00:00+01:00', '2026-11-30T22:00:01+01:00'].map(states)).toEqual([
    'expired',
    'ends before the release does',
    'valid',
  ]);
});

describe('whatever stands in the release', () => {
  const hostile = fc.tuple(anyText, anyText, anyText).map(([title, words, person]) =>
    requestOf(
      withChanges({
        target: { ...ready.target, title, applications: [words] },
        release: {
          ...release,
          title,
          description: words,
          impact: words,
          parties: [person],
          author: title,
          image: person,
          rollback: { plan: 'A', reason: words },
          expectedChanges: [{ object: words, attribute: title, why: person }],
          confirmations: release.confirmations.map((each) => ({ ...each, person, statement: words })),
          waivers: release.waivers.map((each) => ({ ...each, owner: person, reason: words, subject: title })),
        },
      }),
    ),
  );

  test('the page holds no element but its own', () => {
    fc.assert(
      fc.property(hostile, (request) => {
        const page = htmlRequest(request);
        expect(page).not.toMatch(/<script|<img|<iframe|javascript:/i);
        expect(page.match(/<section/g)?.length).toBe(page.match(/<\/section>/g)?.length);
      }),
      { numRuns: 100 },
    );
  });

  test('the text for the ticket has its own headings alone', () => {
    fc.assert(
      fc.property(hostile, (request) => {
        expect(
          markdownRequest(request)
            .match(/^#+ .*$/gm)
            ?.slice(1),
        ).toEqual([
          ...(request.missing.length > 0 ? ['## What is missing'] : []),
          '## What changes',
          '## Impact',
          '## Is restoring a database backup needed to roll it back?',
          '## Evidence',
          '## What people said',
          '## Risks',
          '## Waivers',
        ]);
      }),
      { numRuns: 100 },
    );
  });
});

test('the way back is judged by what is announced now', () => {
  const changed = { ...release, rollback: { plan: 'A' as const, reason: 'It was harmless.' } };
  const answer = (expectedChanges: Release['expectedChanges']): readonly string[] => {
    const { rollback, missing } = requestOf(
      withChanges({ release: { ...changed, expectedChanges }, plans: [{ place: ready.target, record: harmless }] }),
    );
    return [rollback.answer, ...missing.map(({ what }) => what).filter((what) => what.includes('too weak'))];
  };
  expect(answer([])).toEqual(['No: plan A, redeploy the old version']);
  expect(answer([{ object: 'client/portal', change: { op: 'is removed' } }])).toEqual([
    'Yes: plan B, restore the database',
    'The release declares plan A, which is too weak: declare plan B, with its reason.',
  ]);
});
