import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Application, conclude, Environment, Release } from '@keycloak-release-gate/core';
import type { Confirmation } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Journey } from './journey.ts';
import type { Attempt } from './journey.ts';
import { loginAndLogout } from './login-and-logout.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const read = (name: string): Journey => Journey.parse(JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')));
const redirected = read('idp-redirect-only');
const now = '2026-11-30T20:00:00Z';

const byHand: Confirmation = {
  type: 'application login',
  release: '2026-11',
  application: 'brokered',
  person: 'Tess Tester',
  role: 'tester',
  statement: 'I logged in with my identity card, and out again.',
  confirmedAt: '2026-11-30T19:30:00Z',
  validFrom: '2026-11-30T19:30:00Z',
  expiresAt: '2026-12-01T19:30:00Z',
};

const { check } = loginAndLogout;
const judge = (seen: Journey, confirmations: readonly Confirmation[], words: object = {}) =>
  check.judge(
    { seen },
    check.expects.parse({ release: '2026-11', author: 'Ann Author', deployedAt: '2026-11-30T19:00:00Z', confirmations, ...words }),
    { now },
  );
const outcomeOf = (...asked: Parameters<typeof judge>): string => conclude(judge(...asked), [], now).outcome.kind;
const whyOf = (confirmation: Confirmation, words: object = {}): string | undefined =>
  judge(redirected, [confirmation], words).gaps?.[0]?.reason.split('page login-login.')[1];

/** The journey with its last attempt otherwise. */
const otherwise = (journey: Journey, change: (attempt: Attempt) => object): Journey =>
  Journey.parse({ ...journey, attempts: journey.attempts.map((attempt) => ({ ...attempt, ...change(attempt) })) });
const asked = otherwise(redirected, ({ failure }) => ({
  milliseconds: { total: 500 },
  failure: { ...failure, code: 'SECOND_FACTOR', pageId: 'login-webauthn-authenticate', detail: 'login-webauthn-authenticate' },
}));

describe('a login that only a person can do', () => {
  it.each([
    ['at another identity provider', redirected],
    ['with a security key', asked],
  ])('is done where a person confirms it: %s', (_where, seen) => {
    expect(outcomeOf(seen, [])).toBe('inconclusive');
    expect(outcomeOf(seen, [byHand])).toBe('pass');
  });

  it('shows itself as confirmed by a person, and not as logged in to by the gate', () => {
    const { facts = [], exhibits = [], gaps = [] } = judge(redirected, [byHand]);
    expect(gaps).toEqual([]);
    expect(facts).toEqual([
      {
        name: 'confirmed by a person',
        value: 'Tess Tester (tester), until 2026-12-01T19:30:00Z: "I logged in with my identity card, and out again."',
      },
      { name: 'seen by the gate itself', value: expect.stringContaining('followed to the identity provider and no further') as string },
    ]);
    expect(exhibits[0]).toMatchObject({
      title: 'Confirmations of a login by hand',
      rows: [['Tess Tester', 'tester', byHand.confirmedAt, byHand.validFrom, byHand.expiresAt, byHand.statement, '']],
    });
    // Without a confirmation, the way to the provider is no login either.
    expect(judge(redirected, []).facts).toEqual([]);
  });

  it('is as flaky as what the gate saw of it', () => {
    const [down] = read('application-down').attempts;
    const [good] = redirected.attempts;
    const { findings } = judge(Journey.parse({ application: 'brokered', attempts: [down, good] }), [byHand]);
    expect(findings.map(({ code }) => code)).toEqual(['login/FLAKY']);
  });

  it('counts one confirmation that holds among others that do not', () => {
    const { facts = [], gaps } = judge(redirected, [{ ...byHand, person: 'Ann Author' }, byHand]);
    expect(facts.filter(({ name }) => name === 'confirmed by a person')).toHaveLength(1);
    expect(gaps ?? []).toEqual([]);
  });
});

describe('a confirmation that does not count says why', () => {
  const said = (why: string): string => ` The confirmation by Tess Tester does not count: ${why}.`;
  it.each<[string, Partial<Confirmation>, object, string]>([
    ['it is of another release', { release: '2026-10' }, {}, 'it is for the release 2026-10'],
    ['the run is of no release', {}, { release: undefined }, 'it is for the release 2026-11, and this run is of none'],
    ['it expired', { expiresAt: '2026-11-30T19:59:59Z' }, {}, 'it was valid until 2026-11-30T19:59:59Z'],
    ['it expires now', { expiresAt: now }, {}, `it was valid until ${now}`],
    ['it is not valid yet', { validFrom: '2026-11-30T20:00:01Z' }, {}, 'it is valid only from 2026-11-30T20:00:01Z'],
    [
      'it was given later than now',
      { confirmedAt: '2026-11-30T20:00:01Z' },
      {},
      'it was given only at 2026-11-30T20:00:01Z, after this run began',
    ],
    [
      'it was given before the deploy',
      {},
      { deployedAt: '2026-11-30T19:30:00Z' },
      'it was given at 2026-11-30T19:30:00Z, before the deploy of 2026-11-30T19:30:00Z',
    ],
    [
      'nobody knows when the deploy began',
      {},
      { deployedAt: undefined },
      'when the deploy began is not known (`--since` tells), so nobody can tell whether it was given after it',
    ],
    ['it is by the author', {}, { author: ' tess  TESTER' }, 'Tess Tester is the author of the release'],
    [
      'nobody knows the author',
      {},
      { author: undefined },
      'the release 2026-11 names no author, so nobody can tell whether that is another person',
    ],
    ['it is of another environment', { environment: 'acc' }, { environment: 'prod' }, 'it is for the environment acc'],
    ['it names no application', { application: undefined }, {}, 'it names no application'],
  ])('%s', (_name, change, words, why) => {
    const { application, ...rest } = { ...byHand, ...change };
    const confirmation = { ...rest, ...(application === undefined ? {} : { application }) };
    expect(outcomeOf(redirected, [confirmation], words)).toBe('inconclusive');
    expect(whyOf(confirmation, words)).toBe(said(why));
    expect(judge(redirected, [confirmation], words).exhibits?.[0]).toMatchObject({ rows: [expect.arrayContaining([why])] });
  });

  it.each<[string, Confirmation]>([
    ['of another application', { ...byHand, application: 'portal' }],
    ['of something else', { ...byHand, type: 'logs reviewed' }],
  ])('but for one %s, which is none of this login', (_name, confirmation) => {
    expect(judge(redirected, [confirmation])).toEqual(judge(redirected, []));
  });

  it('counts in the environment that it is for', () => {
    expect(outcomeOf(redirected, [{ ...byHand, environment: 'prod' }], { environment: 'prod' })).toBe('pass');
  });

  it('counts from its first moment on', () => {
    expect(outcomeOf(redirected, [{ ...byHand, confirmedAt: now, validFrom: now }])).toBe('pass');
  });
});

describe('what no person confirms away', () => {
  const confirmed = (change: (attempt: Attempt) => object, seen = redirected): string => outcomeOf(otherwise(seen, change), [byHand]);

  it.each<[string, () => string]>([
    ['an error of the provider, as older records have it', () => confirmed(({ failure }) => ({ failure: { ...failure, status: 502 } }))],
    ['its error page', () => confirmed(({ failure }) => ({ failure: { ...failure, pageId: 'login-error' } }))],
    ['a key that is asked for after the login', () => confirmed(() => ({ milliseconds: { login: 300, total: 500 } }), asked)],
    ['a key that is asked for at the logout', () => confirmed(({ failure }) => ({ failure: { ...failure, stage: 'logout' } }), asked)],
    ['sessions that were seen', () => confirmed(() => ({ proofs: {} }))],
  ])('%s', (_name, outcome) => {
    expect(outcome()).toBe('inconclusive');
  });

  it('a session that may have been left', () => {
    const left = otherwise(redirected, () => ({ cleanUp: 'failed' }));
    expect(judge(left, [byHand]).findings.map(({ code }) => code)).toEqual(['login/SESSION_LEFT']);
  });
});

const at = (minutes: number): string => new Date(Date.parse(now) + minutes * 60_000).toISOString();
/** Mostly what holds, so that often all of it does. */
const mostly = <T>(good: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(good) }, { weight: 2, arbitrary: fc.constantFrom(...others) });
const around = fc.oneof(fc.constant(at(-1)), fc.integer({ min: -3, max: 3 }).map(at));
const confirmation: fc.Arbitrary<Confirmation> = fc.record({
  type: mostly<Confirmation['type']>('application login', 'stand-by engineer', 'logs reviewed'),
  release: mostly('2026-11', '2026-10'),
  person: mostly('Tess Tester', 'Ann Author', 'ann  author'),
  role: fc.constant('tester'),
  statement: fc.string({ minLength: 1 }),
  confirmedAt: around,
  validFrom: around,
  expiresAt: around.map((time) => new Date(Date.parse(time) + 120_000).toISOString()),
  application: mostly('brokered', 'express', 'portal'),
});
const nameless = confirmation.map((each): Confirmation => {
  const { application: _, ...rest } = each;
  return rest;
});
const confirmations = fc.oneof({ weight: 9, arbitrary: confirmation }, { weight: 1, arbitrary: nameless });
const words = fc.record({
  release: mostly<string | undefined>('2026-11', '2026-10', undefined),
  author: mostly<string | undefined>('Ann Author', 'ANN author', 'Tess Tester', undefined),
  deployedAt: fc.option(fc.integer({ min: -5, max: 1 }).map(at), { nil: undefined, freq: 3 }),
});
const recorded = readdirSync(fixtures).map((file) => read(file.replace('.json', '')));
const attempts = fc.constantFrom(...[...recorded, asked].flatMap((journey) => journey.attempts));
const journeys = fc
  .record({ application: mostly('brokered', 'express'), attempts: fc.array(attempts, { minLength: 1, maxLength: 2 }) })
  .map((journey): Journey => journey);

describe('whatever persons confirm', () => {
  /** Said once more, in other words than the check does. */
  const holds = (
    each: Confirmation,
    application: string,
    { release, author, deployedAt }: Readonly<Record<string, string | undefined>>,
  ): boolean =>
    each.type === 'application login' &&
    each.application === application &&
    release === each.release &&
    author !== undefined &&
    (author === 'Tess Tester') !== (each.person === 'Tess Tester') &&
    (deployedAt === undefined || Date.parse(deployedAt) < Date.parse(each.confirmedAt)) &&
    Math.max(Date.parse(each.confirmedAt), Date.parse(each.validFrom)) <= Date.parse(now) &&
    Date.parse(now) < Date.parse(each.expiresAt);

  it('no finding goes away, no other gap does, and nothing passes without a confirmation that holds', () => {
    fc.assert(
      fc.property(journeys, fc.array(confirmations, { maxLength: 4 }), words, (seen, said, rest) => {
        const without = judge(seen, [], { release: undefined, author: undefined });
        const judged = judge(seen, said, rest);
        expect(judged.findings).toEqual(expect.arrayContaining([...without.findings]));
        const openGaps = (of: typeof judged): string[] => (of.gaps ?? []).map(({ code }) => code);
        const gone = openGaps(without).filter((code) => !openGaps(judged).includes(code));
        expect(['login/IDP_ONLY_REDIRECT', 'login/SECOND_FACTOR']).toEqual(expect.arrayContaining(gone));
        const good = said.filter((each) => holds(each, seen.application, rest));
        if (good.length === 0) {
          expect(openGaps(judged)).toEqual(openGaps(without));
          expect(conclude(judged, [], now).outcome).toEqual(conclude(without, [], now).outcome);
        }
        const told = (judged.facts ?? []).filter(({ name }) => name === 'confirmed by a person');
        expect(told).toHaveLength(gone.length === 0 ? 0 : good.length);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('what the release says of a login', () => {
  const application = Application.parse({
    id: 'brokered',
    realm: 'lab',
    clientId: 'lab-brokered',
    url: 'https://brokered.example',
    login: { kind: 'browser', loggedIn: '#log-out', broker: { alias: 'idp' }, logout: {} },
  });
  const environment = Environment.parse({
    id: 'acc',
    title: 'Acceptance',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['lab'] },
    gate: { admin: { realm: 'lab', clientId: 'gate', secret: { secret: 'variable', name: 'SECRET' } } },
    applications: [application],
  });
  const release = Release.parse({
    id: '2026-11',
    title: 'Keycloak 26.7.4',
    description: 'Upgrades the core.',
    environments: ['acc'],
    keycloak: { from: '26.4.0', to: '26.7.4' },
    rollback: { plan: 'A', reason: 'R' },
    impact: 'I',
    author: 'Ann Author',
    confirmations: [byHand, { ...byHand, application: 'portal' }, { ...byHand, type: 'stand-by engineer' }],
  });
  const expectedOf = (run: object): unknown =>
    check.expects.parse(check.expected({ suite: 'post-deploy', environment, ...run }, application));

  it('is expected of this application, with who wrote the release and when it was deployed', () => {
    expect(expectedOf({ release, deploy: { at: '2026-11-30T19:00:00Z', source: 'the run 1' } })).toMatchObject({
      release: '2026-11',
      author: 'Ann Author',
      deployedAt: '2026-11-30T19:00:00Z',
      confirmations: [byHand],
    });
    expect(expectedOf({})).toMatchObject({ confirmations: [] });
  });
});
