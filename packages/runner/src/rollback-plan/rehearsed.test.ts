import type { DatabaseState } from '@keycloak-release-gate/checks';
import type { Forecast, KeycloakHome, Rehearsal, Trial } from '@keycloak-release-gate/scratch';
import { describe, expect, test } from 'vitest';
import { judgedForecast, judgedRehearsal, measuredForecast, whyNoForecast } from './rehearsed.ts';

const home: KeycloakHome = {
  folder: '/x',
  version: '26.4.2',
  builtWith: {},
  providers: ['audit.jar'],
  image: 'sso:26.4.2-7',
  java: '/usr/bin/java',
};
const copy: DatabaseState = {
  server: { version: '15', systemIdentifier: null, inRecovery: false, now: '2026-11-28T05:00:00.000Z', clockAheadBy: 0 },
  database: 'scratch',
  schema: 'public',
  migrations: [],
  changeLogs: [],
  locks: [],
  migrating: 0,
};
const migrated = { ...copy, migrating: 0 };

const yes: Trial = { ok: true, why: null };
const no: Trial = { ok: false, why: '401' };
const untried: Trial = { ok: null, why: 'It was not tried.' };
const migrationModel = {
  table: 'migration_model',
  rowsBefore: 1,
  rowsAfter: 2,
  sameContent: false,
  sameDefinition: true,
  hashBefore: 'a'.repeat(64),
  hashAfter: 'b'.repeat(64),
};
const rehearsal: Rehearsal = {
  from: '26.4.0',
  to: '26.4.2',
  touchedRealm: 'shop',
  migration: {
    ready: yes,
    secondsToReady: 12,
    secondsOfMigration: 1,
    budgetSeconds: null,
    withinBudget: null,
    models: [],
    changes: [{ ...migrationModel, kind: 'altered' }],
    onlyBookkeeping: true,
  },
  onNew: { administrator: yes, user: yes, realmTouched: yes, userMadeInTouchedRealm: yes, realmBorn: yes, userInBornRealm: yes },
  onOld: {
    ready: yes,
    secondsToReady: 9,
    administrator: yes,
    user: yes,
    userWhoStayedAway: yes,
    userMadeInTouchedRealm: yes,
    userInBornRealm: yes,
    pages: [{ realm: 'shop', page: yes }],
    realmsNotTried: 0,
    pageOfBornRealm: yes,
    bornRealmExported: yes,
    bornRealmDeleted: yes,
  },
};
const judge = (of: Partial<Rehearsal>) => judgedRehearsal({ ...rehearsal, ...of }, home, copy, migrated);
const outcomes = (of: Partial<Rehearsal>) => judge(of)?.logins.map(({ ok }) => ok);

describe('what is judged of a rehearsal', () => {
  test('all went well', () =>
    expect(judge({})).toEqual({
      from: '26.4.0',
      to: '26.4.2',
      copy,
      migrated,
      providers: ['audit.jar'],
      image: 'sso:26.4.2-7',
      tables: [migrationModel],
      oldBooted: true,
      logins: [
        { who: 'an administrator who had logged in on the new version', ok: true, why: null },
        { who: 'a user who had logged in on the new version', ok: true, why: null },
        { who: 'a user of a realm that was changed on the new version', ok: true, why: null },
        { who: 'a user of a realm that was made on the new version', ok: true, why: null },
        { who: 'the login pages of the realms with most users', ok: true, why: null },
        { who: 'an administrator exporting and removing a realm that was made on the new version', ok: true, why: null },
      ],
    }));
  const { onNew, onOld } = rehearsal;
  if (!onNew || !onOld) throw new Error('unreachable');
  test.each<[string, Partial<Rehearsal>, (boolean | null)[]]>([
    ['each that fails on the old version', { onOld: { ...onOld, administrator: no } }, [false, true, true, true, true, true]],
    ['locked out', { onOld: { ...onOld, user: no } }, [true, false, true, true, true, true]],
    ['one of the pages', { onOld: { ...onOld, pages: [{ realm: 'shop', page: no }] } }, [true, true, true, true, false, true]],
    ['the page of the new realm', { onOld: { ...onOld, pageOfBornRealm: no } }, [true, true, true, true, false, true]],
    ['an export', { onOld: { ...onOld, bornRealmExported: no } }, [true, true, true, true, true, false]],
    ['a removal', { onOld: { ...onOld, bornRealmDeleted: untried } }, [true, true, true, true, true, null]],
    [
      'what was not possible on the new version either',
      { onNew: { ...onNew, user: no }, onOld: { ...onOld, user: no } },
      [true, null, true, true, true, true],
    ],
    ['a realm that nobody touched', { onNew: { ...onNew, realmTouched: untried } }, [true, true, null, true, true, true]],
    ['a realm that nobody made', { onNew: { ...onNew, realmBorn: no } }, [true, true, true, null, true, null]],
  ])('%s', (_name, of, expected) => expect(outcomes(of)).toEqual(expected));
  test('realms that were not tried are told', () =>
    expect(judge({ onOld: { ...onOld, realmsNotTried: 7 } })?.logins[4]).toMatchObject({ ok: true, why: '7 more realms were not tried' }));
  test('the old version did not start', () => expect(judge({ onOld: { ...onOld, ready: no } })?.oldBooted).toBe(false));
  test('a new version that did not start says nothing of the old one', () => expect(judge({ onNew: null, onOld: null })).toBeNull());
});

describe('what is judged and told of a forecast', () => {
  const sql = "INSERT INTO public.databasechangelog (ID, AUTHOR, FILENAME, X) VALUES ('one', 'us', 'a.xml', 1);";
  const migration: Forecast = {
    kind: 'migration',
    seconds: 12,
    sql,
    sha256: 'a'.repeat(64),
    summary: { statements: 2, byKind: { 'CREATE INDEX': 2 }, tables: ['realm'], indexBuilds: [], changeSets: 1 },
    largeIndexBuilds: [{ index: 'idx', table: 'event_entity', rows: 400_000 }],
    databaseUnchanged: true,
  };
  test('a migration', () => {
    const changeSets = [{ table: 'databasechangelog', id: 'one', author: 'us', filename: 'a.xml' }];
    expect(judgedForecast(migration, '26.4.0', home, copy)).toEqual({
      from: '26.4.0',
      to: '26.4.2',
      copy,
      changeSets,
      providers: ['audit.jar'],
      image: 'sso:26.4.2-7',
    });
    expect(measuredForecast(migration)).toEqual({
      seconds: 12,
      sql: { sha256: 'a'.repeat(64), bytes: sql.length },
      statements: { 'CREATE INDEX': 2 },
      tables: ['realm'],
      changeSets: [{ table: 'databasechangelog', count: 1 }],
      indexBuilds: [{ index: 'idx', table: 'event_entity', rows: 400_000 }],
    });
    expect(whyNoForecast(migration)).toBeUndefined();
  });
  test('nothing to migrate', () => {
    const nothing: Forecast = { kind: 'nothing-to-migrate', seconds: 9 };
    expect(judgedForecast(nothing, '26.4.0', home, copy)?.changeSets).toEqual([]);
    expect(measuredForecast(nothing)).toEqual({ seconds: 9, sql: null, statements: {}, tables: [], changeSets: [], indexBuilds: [] });
  });
  test.each<[Forecast, string]>([
    [{ kind: 'failed', seconds: 9, why: 'It said nothing.' }, 'It said nothing.'],
    [{ ...migration, databaseUnchanged: false }, 'The new version changed the copy although it was told to write down the SQL only.'],
  ])('%j is none', (forecast, why) => {
    expect(judgedForecast(forecast, '26.4.0', home, copy)).toBeNull();
    expect(whyNoForecast(forecast)).toBe(why);
  });
});
