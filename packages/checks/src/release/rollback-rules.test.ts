import { client, realm, role } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { computePlan } from './rollback-rules.ts';
import type { RollbackFacts } from './rollback-facts.ts';
import { changeSet, customLog, database, forecast, migratedTo, rehearsal, rehearsed } from './sample-facts.ts';

const plan = (facts: Partial<RollbackFacts>) => computePlan({ ...rehearsed, ...facts });
const notSeen = 'an unannounced deletion is not known before the deploy (no environment before)';
const decided = (facts: Partial<RollbackFacts>): string => {
  const { plan: computed, decidedBy } = plan(facts);
  return `${computed}, ${decidedBy.rule}: ${decidedBy.because}`;
};

test('a patch release whose pair was rehearsed is plan A, and every rule says why', () =>
  expect(plan({})).toEqual({
    plan: 'A',
    decidedBy: {
      rule: 'nothing-left-behind',
      holds: true,
      because: 'the release leaves nothing behind that the old version does not know',
      evidence: [],
    },
    rules: [
      {
        rule: 'source-unreadable',
        holds: false,
        because: 'the versions, the change sets and the lock were read',
        evidence: [
          `migration_model: 26.4.0, since ${database.migrations?.[0]?.updatedAt ?? ''}`,
          `databasechangelog: 165 change sets, SHA-256 ${database.changeLogs?.[0]?.hash.slice(0, 12) ?? ''}`,
          'databasechangeloglock: not held',
        ],
      },
      {
        rule: 'change-sets-differ',
        holds: false,
        because: "the new version changes nothing in Keycloak's change log",
        evidence: ['as it did on a restored copy', 'as it says itself of a restored copy'],
      },
      {
        rule: 'version-rises',
        holds: false,
        because: 'the patch version rises, and a rehearsal of this pair left nothing but the version',
        evidence: [
          'migration_model: 26.4.0 now, 26.4.2 after the release',
          'of all tables, only rows of migration_model, server_config changed',
          'Keycloak 26.4.0 started on what 26.4.2 had left, and all of this succeeded there: an administrator who had logged in on the new version; a user who had logged in on the new version; a user of a realm that was changed on the new version; a user of a realm that was made on the new version; the login pages of the realms with most users; an administrator exporting and removing a realm that was made on the new version',
        ],
      },
      {
        rule: 'custom-change-log-moves',
        holds: false,
        because:
          "the new version changes nothing in a custom provider's change log; what was tried is the stock distribution, and the release does not name its image",
        evidence: ['as it did on a restored copy', 'as it says itself of a restored copy'],
      },
      {
        rule: 'destructive-configuration',
        holds: false,
        because: `the release announces no change of the configuration; ${notSeen}`,
        evidence: [],
      },
      {
        rule: 'nothing-left-behind',
        holds: true,
        because: 'the release leaves nothing behind that the old version does not know',
        evidence: [],
      },
    ],
  }));

describe('1: a source that cannot be read, or a lock that is held, is indeterminate', () => {
  const lock = { id: 1000, locked: true, grantedAt: '2026-11-28 05:00:00', by: 'keycloak-0' };
  const [log] = database.changeLogs ?? [];
  if (!log) throw new Error('The fixture has no change log.');
  const failed = { ...log, changeSets: [{ ...changeSet('x'), exectype: 'FAILED' }] };
  test.each<[string, Partial<RollbackFacts>, string]>([
    [
      'a replica was read',
      { database: { ...database, server: { ...database.server, inRecovery: true } } },
      'What was read is a replica: who migrates the primary at this moment is not to be seen there, and what it holds may be behind',
    ],
    ['no database', { database: null, unread: ['No connection to db:5432.'] }, 'No connection to db:5432'],
    ['no reason', { database: null }, 'The database was not read'],
    ['no versions', { database: { ...database, migrations: null } }, 'The table migration_model could not be read'],
    [
      'an empty migration_model',
      { database: { ...database, migrations: [] } },
      'The table migration_model is empty: no Keycloak has started on this database',
    ],
    ['no change log', { database: { ...database, changeLogs: null } }, 'A change log could not be read'],
    ['none at all', { database: { ...database, changeLogs: [] } }, 'There is no change log'],
    ['no locks', { database: { ...database, locks: null } }, 'The table databasechangeloglock could not be read'],
    [
      'a lock',
      { database: { ...database, locks: [lock] } },
      'Lock 1000 in databasechangeloglock is held by keycloak-0 since 2026-11-28 05:00:00',
    ],
    [
      'a migration',
      { database: { ...database, migrating: 1 } },
      'The database is being migrated at this moment (sessions that hold the lock: 1)',
    ],
    ['a failed change set', { database: { ...database, changeLogs: [failed] } }, 'The change set databasechangelog/x is marked as failed'],
    [
      'a database of another version',
      { database: { ...database, migrations: migratedTo('26.7.4') } },
      'The database was migrated by Keycloak 26.7.4, and the release says that it comes from 26.4.0',
    ],
    ['a version that is none', { to: 'latest' }, '"latest" is no version of Keycloak'],
    [
      'what the look could not see',
      { unread: ['The user may not read databasechangelog_audit.'] },
      'The user may not read databasechangelog_audit',
    ],
  ])('%s', (_name, facts, because) => expect(decided(facts)).toBe(`indeterminate, source-unreadable: ${because}`));
});

describe('2: change sets of Keycloak', () => {
  test('that the forecast names', () => {
    const more = { ...forecast, changeSets: [{ table: 'databasechangelog', id: '26.4.1-index', author: 'keycloak', filename: 'x.xml' }] };
    expect(decided({ forecast: more, rehearsal: null })).toBe(
      "B, change-sets-differ: the new version changes Keycloak's change log: 1 change set, as it says itself of a restored copy",
    );
  });
  test('that the rehearsal added, or altered', () => {
    const [log] = database.changeLogs ?? [];
    if (!log) throw new Error('The fixture has no change log.');
    const [first, ...others] = log.changeSets;
    if (!first) throw new Error('The change log is empty.');
    const altered = { ...log, changeSets: [{ ...first, md5sum: '9:other' }, ...others, changeSet('new')] };
    const computed = plan({ rehearsal: { ...rehearsal, migrated: { ...rehearsal.migrated, changeLogs: [altered] } } });
    expect(computed).toMatchObject({ plan: 'B', decidedBy: { rule: 'change-sets-differ' } });
    expect(computed.rules[1]?.evidence).toEqual([
      `databasechangelog: ${first.id} (${first.filename}) altered`,
      'databasechangelog: new (META-INF/new.xml) added',
    ]);
  });
});

describe('3: the version rises', () => {
  const rises = 'B, version-rises: the patch version rises, and';
  test.each<[string, Partial<RollbackFacts>, string]>([
    ['not rehearsed', { rehearsal: null, notTried: 'This machine may not restore.' }, `${rises} plan A was not rehearsed for this pair`],
    ['forecast alone', { rehearsal: null }, `${rises} plan A was not rehearsed for this pair`],
    [
      'another minor version',
      { to: '26.7.4', forecast: null, rehearsal: null },
      'B, version-rises: the minor version rises, and plan A was not rehearsed for this pair',
    ],
    [
      'another major version',
      { to: '27.0.0', forecast: null, rehearsal: null },
      'B, version-rises: the major version rises, and plan A was not rehearsed for this pair',
    ],
    [
      'the version goes back',
      { to: '26.3.0', forecast: null, rehearsal: null },
      'B, version-rises: the version goes back, which Keycloak does not support on its own database',
    ],
    ['another pair', { rehearsal: { ...rehearsal, to: '26.4.1' } }, `${rises} the rehearsal does not overrule it`],
  ])('%s', (_name, facts, because) => expect(decided(facts)).toBe(because));

  const changed = { rowsBefore: 5, rowsAfter: 6, sameContent: false, sameDefinition: true };
  const login = (index: number, ok: boolean | null, why: string | null = null) =>
    rehearsal.logins.map((each, at) => (at === index ? { ...each, ok, why } : each));
  test.each<[string, Partial<typeof rehearsal>, string]>([
    [
      'a table outside of the bookkeeping changed',
      { tables: [...rehearsal.tables, { ...changed, table: 'component' }] },
      'The migration changed rows of component (rows: 5 → 6).',
    ],
    [
      'a table of the bookkeeping got another column',
      { tables: [...rehearsal.tables, { ...changed, table: 'jgroups_ping', sameDefinition: false }] },
      'The migration changed jgroups_ping (rows: 5 → 6).',
    ],
    [
      'a table came',
      { tables: [...rehearsal.tables, { ...changed, table: 'workflow', rowsBefore: null, rowsAfter: 0, sameDefinition: false }] },
      'The migration changed workflow (rows: no table → 0).',
    ],
    ['nothing was compared', { tables: [] }, 'The comparison of the tables did not see that the version was written down.'],
    ['the old version did not start', { oldBooted: false }, 'Keycloak 26.4.0 did not start on what 26.4.2 had left.'],
    [
      'locked out',
      { logins: login(1, false, '401 Invalid user credentials') },
      'What failed on the old version: a user who had logged in on the new version (401 Invalid user credentials).',
    ],
    ['no administrator', { logins: login(0, null) }, 'What was not tried: an administrator who had logged in on the new version.'],
    ['no login at all', { logins: [] }, 'What was not tried: the login pages of the realms with most users.'],
    ['another copy', { copy: { ...database, changeLogs: [customLog('a')] } }, 'The copy has other change sets than the database has now.'],
    [
      'an older copy',
      { copy: { ...database, migrations: [{ version: '26.3.0', updatedAt: '2026-01-01T00:00:00.000Z' }] } },
      'The copy was left by another version than the database has now.',
    ],
    [
      'an unread migration',
      { migrated: { ...rehearsal.migrated, migrations: null } },
      'The version that the migration left could not be read.',
    ],
  ])('a rehearsal does not overrule it where %s', (_name, change, against) => {
    const computed = plan({ rehearsal: { ...rehearsal, ...change } });
    expect(computed).toMatchObject({ plan: 'B', decidedBy: { rule: 'version-rises' } });
    expect(computed.rules[2]?.evidence).toContain(against);
  });

  test('an image that holds another version than the release says', () =>
    expect(
      decided({ from: '26.4.0', to: '26.4.0', rehearsal: { ...rehearsal, to: '26.4.0' }, forecast: { ...forecast, to: '26.4.0' } }),
    ).toBe('indeterminate, source-unreadable: What was rehearsed as Keycloak 26.4.0 left the version 26.4.2'));
});

describe('4: a custom provider', () => {
  const custom = { ...database, changeLogs: [...(database.changeLogs ?? []), customLog('one')] };
  const same = { from: '26.4.0', to: '26.4.0' };
  const image = 'registry.example/sso:26.4.0-7';
  const tried = { ...forecast, ...same, copy: custom, providers: ['audit.jar'], image };
  test('whose change log stays', () => {
    const computed = plan({ ...same, image, database: custom, forecast: tried, rehearsal: null });
    expect(computed).toMatchObject({ plan: 'A', decidedBy: { rule: 'nothing-left-behind' } });
    expect(computed.rules[3]).toEqual({
      rule: 'custom-change-log-moves',
      holds: false,
      because: "the new version changes nothing in a custom provider's change log",
      evidence: ['as it says itself of a restored copy', 'it was tried with registry.example/sso:26.4.0-7'],
    });
  });
  const untied =
    'indeterminate, custom-change-log-moves: whether the image brings a change log of its own is not known: the version stays the same, what was tried';
  test.each<[string, Partial<RollbackFacts>, string]>([
    [
      'with the stock distribution, for a release that names no image',
      { forecast: { ...forecast, ...same } },
      `${untied} is the stock distribution, and the release does not name its image`,
    ],
    [
      'with an image, for a release that names none',
      { database: custom, forecast: tried },
      `${untied} holds custom providers, and the release does not name its image`,
    ],
    [
      'with whatever, for a release that names an image',
      { image, forecast: { ...forecast, ...same } },
      `${untied} is the stock distribution, and nobody knows whether it is of the image that is released`,
    ],
  ])('a new image of the same version that was tried %s', (_name, facts, said) => {
    const computed = { ...same, rehearsal: null, ...facts };
    expect(decided(computed)).toBe(said);
    expect(plan(computed).rules[3]?.evidence).toContain('Name `image` in the release, and in the file `image` of the programs.');
  });
  test('whose change log moves', () =>
    expect(
      decided({
        ...same,
        database: custom,
        forecast: { ...tried, changeSets: [{ table: 'databasechangelog_audit', id: 'two', author: 'us', filename: 'two.xml' }] },
        rehearsal: null,
      }),
    ).toBe(
      "B, custom-change-log-moves: the new version changes a custom provider's change log: 1 change set, as it says itself of a restored copy",
    ));
  test('of which the version that was tried knows nothing', () =>
    expect(decided({ ...same, database: custom, forecast: { ...tried, providers: [] }, rehearsal: null })).toBe(
      'indeterminate, custom-change-log-moves: the version that was tried has no custom provider, so it knows nothing of their change logs',
    ));
  test('a new image of the same version that nobody tried', () =>
    expect(decided({ ...same, forecast: null, rehearsal: null })).toBe(
      'indeterminate, change-sets-differ: the new version was not tried on a copy of this database',
    ));
});

describe('5: the configuration', () => {
  const configuration = { from: '26.4.0', to: '26.4.0', deploys: false, forecast: null, rehearsal: null };
  test('nothing is deployed, and what is announced can be undone', () =>
    expect(decided({ ...configuration, announced: [client('portal').redirectUris.adds('https://x/*')] })).toBe(
      'A, nothing-left-behind: the release leaves nothing behind that the old version does not know',
    ));
  test('something is deleted', () =>
    expect(decided({ ...configuration, announced: [role('auditor').isRemoved(), realm('old').isRemoved()] })).toBe(
      'B, destructive-configuration: 2 changes of the configuration cannot be undone without a backup',
    ));
  test('nothing was deleted where it was tried before', () =>
    expect(plan({ ...configuration, seenElsewhere: [] }).rules[4]).toMatchObject({
      holds: false,
      because: 'the release announces no change of the configuration',
    }));
  test('something was deleted where it was tried before', () =>
    expect(decided({ ...configuration, seenElsewhere: [{ kind: 'removed', object: 'role/auditor', before: {} }] })).toBe(
      'B, destructive-configuration: 1 change of the configuration cannot be undone without a backup',
    ));
  test('the inverse was tested', () => {
    const computed = plan({ ...configuration, announced: [role('auditor').isRemoved()], testedInverse: 'Ann Admin, on 2026-11-20' });
    expect(computed.plan).toBe('A');
    expect(computed.rules[4]).toEqual({
      rule: 'destructive-configuration',
      holds: false,
      because: `1 change of the configuration cannot simply be undone, and the inverse was tested: Ann Admin, on 2026-11-20; ${notSeen}`,
      evidence: ['role/auditor is removed: who has it goes with it'],
    });
  });
  test('a deploy of the same version, destructive too', () =>
    expect(
      decided({
        from: '26.4.0',
        to: '26.4.0',
        rehearsal: null,
        forecast: { ...forecast, to: '26.4.0' },
        announced: [role('auditor').isRemoved()],
      }),
    ).toBe('B, destructive-configuration: 1 change of the configuration cannot be undone without a backup'));
});

test('the first rule that holds decides', () => {
  const all: Partial<RollbackFacts> = { to: '26.7.4', forecast: null, rehearsal: null, announced: [role('auditor').isRemoved()] };
  expect(plan(all).decidedBy.rule).toBe('version-rises');
  expect(plan({ ...all, database: null }).decidedBy.rule).toBe('source-unreadable');
});
