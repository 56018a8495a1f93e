import { Release } from '@keycloak-release-gate/core';
import type { Confirmation } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../../test/hostile-record.ts';
import { now, plan, ready, release } from '../../test/request/sample.ts';
import { htmlRequest } from './html.ts';
import { markdownRequest } from './markdown.ts';
import { exitCodeOf, requestOf } from './model.ts';
import type { RequestInput, SeenRun, Tried } from './model.ts';

/** The request with other things in it. */
const withChanges = (changes: Partial<RequestInput>): RequestInput => ({ ...ready, ...changes });

/** The request with another run in acc. */
function accIs(changed: (run: SeenRun) => Partial<Tried>): RequestInput {
  const [test_, acc] = ready.tried;
  if (!test_ || !acc?.run) throw new Error('The sample has two runs.');
  return withChanges({ tried: [test_, { place: acc.place, run: acc.run, ...changed(acc.run) }] });
}

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
    [
      'without a run in acc',
      withChanges({ tried: [...ready.tried.slice(0, 1), { place: ready.tried[1]?.place ?? ready.target }] }),
      3,
      /acc.*no post-deploy run of this release/,
    ],
    ['without any environment before', withChanges({ tried: [] }), 3, /tried nowhere before/],
    [
      'with a run that failed',
      accIs((run) => ({
        run: { ...run, judged: 'fail', record: { ...run.record, verdict: { kind: 'fail', exitCode: 1, reasons: ['x failed'] } } },
      })),
      1,
      /acc.*: fail: x failed/,
    ],
    [
      'with a run that could not see',
      accIs((run) => ({
        run: { ...run, judged: 'inconclusive', record: { ...run.record, verdict: { kind: 'inconclusive', exitCode: 3, reasons: [] } } },
      })),
      3,
      /acc.*: inconclusive/,
    ],
    [
      'with a run whose verdict is not what it saw',
      accIs((run) => ({ run: { ...run, judged: 'fail' } })),
      1,
      /the run says "pass with warnings", and what it saw is judged to be "fail"/,
    ],
    [
      'with a run that was edited',
      accIs(() => ({ unusable: '01KAT cannot be believed: run.json does not have its hash' })),
      1,
      /cannot be believed/,
    ],
    ['with a later run that was interrupted', accIs(() => ({ passedOver: '01KAU was interrupted' })), 3, /a later run proves nothing/],
    [
      'with a run of another state of the release',
      withChanges({
        release: { ...release, keycloak: { from: '26.4.0', to: '26.7.5' } },
        plans: [{ place: ready.target, record: { ...plan, to: '26.7.5' } }],
      }),
      1,
      /keycloak changed since/,
    ],
    ['without a computed way back', withChanges({ plans: [] }), 3, /The rollback plan was not computed/],
    [
      'with a way back of another pair',
      withChanges({ plans: [{ place: ready.target, record: { ...plan, to: '26.8.0' } }] }),
      3,
      /is of another release: it is for 26\.4\.0 → 26\.8\.0/,
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
