import { client, flow, realm, role } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DatabaseState } from '../database/state.ts';
import { computePlan, planToDeclare } from './rollback-rules.ts';
import { neededLogins } from './rollback-facts.ts';
import type { Rehearsal, RollbackFacts } from './rollback-facts.ts';
import { changeSet, customLog, forecast, migratedTo, rehearsal, database as whole } from './sample-facts.ts';

/** Small, so that a counterexample can be read. */
const database: DatabaseState = {
  ...whole,
  changeLogs: [{ table: 'databasechangelog', count: 1, hash: 'one', changeSets: [changeSet('one')] }],
};

const tableChange = fc.record({
  table: fc.constantFrom('migration_model', 'server_config', 'jgroups_ping', 'realm', 'user_entity', 'component'),
  rowsBefore: fc.option(fc.nat(9)),
  rowsAfter: fc.option(fc.nat(9)),
  sameContent: fc.boolean(),
  sameDefinition: fc.boolean(),
});
const anyLogins: fc.Arbitrary<Rehearsal['logins']> = fc.oneof(
  fc.constant(rehearsal.logins),
  fc.array(
    fc.record({ who: fc.constantFrom(...neededLogins), ok: fc.constantFrom(true, false, null), why: fc.constantFrom(null, '401') }),
    { maxLength: 6 },
  ),
);
const state: fc.Arbitrary<DatabaseState> = fc.constantFrom(database, {
  ...database,
  changeLogs: [...(database.changeLogs ?? []), customLog('one')],
});
const to = fc.constantFrom('26.4.0', '26.4.2', '26.7.4', '26.3.0', 'latest');
const change = fc.constantFrom(
  client('portal').redirectUris.adds('https://x/*'),
  flow('mine').isRemoved(),
  role('auditor').isRemoved(),
  realm('old').isRemoved(),
  client('portal').secret.changes(),
);
const seen = fc.constantFrom(
  { kind: 'removed', object: 'role/auditor', before: {} } as const,
  { kind: 'added', object: 'role/auditor', after: {} } as const,
);

/** Facts that may be anything; mostly whole, so that plan A is among what comes out. */
const facts: fc.Arbitrary<RollbackFacts> = fc
  .record({
    base: state,
    to,
    tried: to,
    deploys: fc.boolean(),
    announced: fc.array(change, { maxLength: 2 }),
    seenElsewhere: fc.option(fc.array(seen, { maxLength: 2 }), { nil: undefined }),
    testedInverse: fc.option(fc.constant('Ann Admin'), { nil: undefined }),
    isForecast: fc.boolean(),
    isRehearsed: fc.boolean(),
    tables: fc.oneof(fc.constant([...rehearsal.tables]), fc.array(tableChange, { maxLength: 4 })),
    oldBooted: fc.constantFrom(true, true, false),
    logins: anyLogins,
    providers: fc.constantFrom<string[]>([], ['audit.jar']),
    image: fc.constantFrom(undefined, 'sso:26.4.0-7'),
    imageOfTried: fc.constantFrom(undefined, 'sso:26.4.0-7'),
    isCopyOfNow: fc.constantFrom(true, true, true, false),
  })
  .map(
    ({
      base,
      to: target,
      tried,
      isForecast,
      isRehearsed,
      isCopyOfNow,
      seenElsewhere,
      testedInverse,
      tables,
      oldBooted,
      logins,
      providers,
      image,
      imageOfTried,
      ...rest
    }) => {
      const own = { providers, ...(imageOfTried === undefined ? {} : { image: imageOfTried }) };
      const copy = isCopyOfNow ? base : { ...base, changeLogs: [customLog('two')] };
      const migrated = { ...copy, migrations: tried === '26.4.0' ? base.migrations : migratedTo(tried) };
      return {
        ...rest,
        ...(image === undefined ? {} : { image }),
        from: '26.4.0',
        to: target,
        database: base,
        unread: [],
        ...(seenElsewhere ? { seenElsewhere } : {}),
        ...(testedInverse === undefined ? {} : { testedInverse }),
        forecast: isForecast ? { ...forecast, to: tried, copy, ...own } : null,
        rehearsal: isRehearsed ? { ...rehearsal, to: tried, copy, migrated, tables, oldBooted, logins, ...own } : null,
      };
    },
  );

const rank = (given: RollbackFacts): number => (computePlan(given).plan === 'A' ? 0 : 1);
const holds = (property: (given: RollbackFacts) => void): void => {
  fc.assert(
    fc.property(facts, (given) => {
      property(given);
    }),
    { numRuns: 2_000 },
  );
};

test('both plans come out of these facts', () => {
  const plans = fc.sample(facts, { numRuns: 1_000, seed: 7 }).map((given) => computePlan(given).plan);
  expect([...new Set(plans)].toSorted()).toEqual(['A', 'B', 'indeterminate']);
  expect(plans.filter((plan) => plan === 'A').length).toBeGreaterThan(50);
});

describe('what cannot be read is never A', () => {
  const lost: readonly [string, (given: RollbackFacts & { readonly database: DatabaseState }) => RollbackFacts][] = [
    ['no database', (given) => ({ ...given, database: null })],
    ['no versions', (given) => ({ ...given, database: { ...given.database, migrations: null } })],
    ['no change logs', (given) => ({ ...given, database: { ...given.database, changeLogs: null } })],
    ['no locks', (given) => ({ ...given, database: { ...given.database, locks: null } })],
    [
      'a held lock',
      (given) => ({ ...given, database: { ...given.database, locks: [{ id: 1, locked: true, grantedAt: null, by: null }] } }),
    ],
    ['a migration', (given) => ({ ...given, database: { ...given.database, migrating: 2 } })],
    ['what was not seen', (given) => ({ ...given, unread: ['Something.'] })],
    ['a version that is none', (given) => ({ ...given, to: 'latest' })],
  ];
  test.each(lost)('%s', (_name, without) =>
    holds((given) => {
      const computed = computePlan(without({ ...given, database: given.database ?? database }));
      expect(computed).toMatchObject({ plan: 'indeterminate', decidedBy: { rule: 'source-unreadable' } });
      expect(planToDeclare(computed.plan)).toBe('B');
    }),
  );
});

test('what is deployed without another version is never A, unless the very image was tried', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const isTied = given.image !== undefined && [given.forecast, given.rehearsal].every((tried) => !tried || tried.image !== undefined);
      fc.pre(given.deploys && given.from === given.to && !isTied);
      expect(computePlan(given).plan).not.toBe('A');
    }),
    { numRuns: 500 },
  );
});

describe('more that changes never makes a plan weaker', () => {
  const moved = (of: Rehearsal, table: string): Rehearsal => ({
    ...of,
    tables: [...of.tables, { table, rowsBefore: 1, rowsAfter: 2, sameContent: false, sameDefinition: true }],
  });
  const log = database.changeLogs?.[0];
  const more: readonly [string, (given: RollbackFacts) => RollbackFacts][] = [
    ['an announced deletion', (given) => ({ ...given, announced: [...given.announced, role('more').isRemoved()] })],
    ['an announced addition', (given) => ({ ...given, announced: [...given.announced, role('more').isAdded()] })],
    [
      'a deletion seen elsewhere',
      (given) => ({ ...given, seenElsewhere: [...(given.seenElsewhere ?? []), { kind: 'removed', object: 'group/x' }] }),
    ],
    [
      'a change set of the forecast',
      (given) =>
        given.forecast
          ? {
              ...given,
              forecast: {
                ...given.forecast,
                changeSets: [...given.forecast.changeSets, { table: 'databasechangelog_audit', id: 'x', author: 'y', filename: 'z' }],
              },
            }
          : given,
    ],
    [
      'a change set of the rehearsal',
      (given) =>
        given.rehearsal && log
          ? {
              ...given,
              rehearsal: {
                ...given.rehearsal,
                migrated: { ...given.rehearsal.migrated, changeLogs: [{ ...log, changeSets: [...log.changeSets, changeSet('more')] }] },
              },
            }
          : given,
    ],
    ['a table of the rehearsal', (given) => (given.rehearsal ? { ...given, rehearsal: moved(given.rehearsal, 'credential') } : given)],
    [
      'a login that fails',
      (given) =>
        given.rehearsal
          ? {
              ...given,
              rehearsal: { ...given.rehearsal, logins: [...given.rehearsal.logins, { who: neededLogins[0], ok: false, why: '401' }] },
            }
          : given,
    ],
    [
      'an old version that does not start',
      (given) => (given.rehearsal ? { ...given, rehearsal: { ...given.rehearsal, oldBooted: false } } : given),
    ],
    ['no rehearsal', (given) => ({ ...given, rehearsal: given.to === given.from && given.forecast === null ? given.rehearsal : null })],
    ['a deploy', (given) => ({ ...given, deploys: true })],
  ];
  test.each(more)('%s', (_name, with_) => holds((given) => expect(rank(with_(given))).toBeGreaterThanOrEqual(rank(given))));
});

test('a rehearsal of another pair never counts: where the version rises, the plan is what it is without it', () =>
  holds((given) => {
    if (!given.rehearsal || (given.rehearsal.to === given.to && given.rehearsal.from === given.from)) return;
    expect(computePlan(given).plan).toBe(computePlan({ ...given, rehearsal: null }).plan);
  }));

test('where the version rises, A needs a rehearsal of this very pair', () =>
  holds((given) => {
    const { plan } = computePlan(given);
    const { from, to: target, rehearsal: tried } = given;
    expect(plan !== 'A' || target === from || (tried?.from === from && tried.to === target && tried.oldBooted)).toBe(true);
  }));

test('the first rule that holds, in the order of the rules, decides', () =>
  holds((given) => {
    const { rules, decidedBy } = computePlan(given);
    const first = rules.find(({ holds: does }) => does === true);
    const unseen = rules.find(({ holds: does }) => does === null);
    expect(decidedBy).toBe(first && first.rule !== 'nothing-left-behind' ? first : (unseen ?? first));
  }));

test('the order in which things were seen says nothing', () =>
  holds((given) => {
    const reversed: RollbackFacts = {
      ...given,
      announced: given.announced.toReversed(),
      ...(given.seenElsewhere ? { seenElsewhere: given.seenElsewhere.toReversed() } : {}),
      ...(given.rehearsal
        ? { rehearsal: { ...given.rehearsal, tables: given.rehearsal.tables.toReversed(), logins: given.rehearsal.logins.toReversed() } }
        : {}),
      ...(given.forecast ? { forecast: { ...given.forecast, changeSets: given.forecast.changeSets.toReversed() } } : {}),
    };
    expect(computePlan(reversed)).toEqual(computePlan(given));
  }));
