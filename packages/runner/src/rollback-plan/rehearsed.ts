import { forecastChangeSets } from '@keycloak-release-gate/checks';
import type { DatabaseState, Forecast, Rehearsal, RehearsedLogin } from '@keycloak-release-gate/checks';
import type { Forecast as ScratchForecast, KeycloakHome, Rehearsal as ScratchRehearsal, Trial } from '@keycloak-release-gate/scratch';
import type { MeasuredForecast } from './tried.ts';

/** What the rules judge of a forecast. A forecast that failed is none. */
export function judgedForecast(forecast: ScratchForecast, from: string, home: KeycloakHome, copy: DatabaseState): Forecast | null {
  if (forecast.kind === 'failed' || (forecast.kind === 'migration' && !forecast.databaseUnchanged)) return null;
  const changeSets = forecast.kind === 'migration' ? forecastChangeSets(forecast.sql) : [];
  return { from, to: home.version, copy, changeSets, ...ofHome(home) };
}

/** What the record tells of a forecast. */
export function measuredForecast(forecast: ScratchForecast): MeasuredForecast | null {
  const { kind, seconds } = forecast;
  if (kind === 'failed') return null;
  if (kind === 'nothing-to-migrate') return { seconds, sql: null, statements: {}, tables: [], changeSets: [], indexBuilds: [] };
  const { summary, sha256, sql, largeIndexBuilds } = forecast;
  const byTable = Map.groupBy(forecastChangeSets(sql), ({ table }) => table);
  return {
    seconds,
    sql: { sha256, bytes: Buffer.byteLength(sql) },
    statements: { ...summary.byKind },
    tables: [...summary.tables],
    changeSets: [...byTable].map(([table, sets]) => ({ table, count: sets.length })),
    indexBuilds: largeIndexBuilds.map(({ index, table, rows }) => ({ index, table, rows })),
  };
}

/** Why a forecast is none; undefined where it is one. */
export function whyNoForecast(forecast: ScratchForecast): string | undefined {
  if (forecast.kind === 'failed') return forecast.why;
  return forecast.kind === 'migration' && !forecast.databaseUnchanged
    ? 'The new version changed the copy although it was told to write down the SQL only.'
    : undefined;
}

/** What the rules judge of a rehearsal. One in which the new version did not start says nothing of the old one. */
export function judgedRehearsal(
  { from, to, migration, onNew, onOld }: ScratchRehearsal,
  home: KeycloakHome,
  copy: DatabaseState,
  migrated: DatabaseState,
): Rehearsal | null {
  if (!onNew || !onOld) return null;
  const logins: RehearsedLogin[] = [
    { who: 'an administrator who had logged in on the new version', ...after([onNew.administrator], onOld.administrator) },
    { who: 'a user who had logged in on the new version', ...after([onNew.user], onOld.user) },
    {
      who: 'a user of a realm that was changed on the new version',
      ...after([onNew.realmTouched, onNew.userMadeInTouchedRealm], onOld.userMadeInTouchedRealm),
    },
    {
      who: 'a user of a realm that was made on the new version',
      ...after([onNew.realmBorn, onNew.userInBornRealm], onOld.userInBornRealm),
    },
    { who: 'the login pages of the realms with most users', ...pagesOf(onOld) },
    {
      who: 'an administrator exporting and removing a realm that was made on the new version',
      ...after([onNew.realmBorn], all([onOld.bornRealmExported, onOld.bornRealmDeleted])),
    },
  ];
  return {
    from,
    to,
    copy,
    migrated,
    ...ofHome(home),
    tables: migration.changes.map(({ kind: _kind, ...change }) => change),
    oldBooted: onOld.ready.ok === true,
    logins,
  };
}

/** What tells whether the programs that were tried are those that are released. */
const ofHome = ({ providers, image }: KeycloakHome): Pick<Forecast, 'providers' | 'image'> => ({
  providers,
  ...(image === null ? {} : { image }),
});

/** What was not possible on the new version either proves nothing of the old one. */
const after = (needed: readonly Trial[], trial: Trial): Trial => {
  const missing = needed.find(({ ok }) => ok !== true);
  return missing ? { ok: null, why: `on the new version: ${missing.why ?? 'not tried'}` } : trial;
};

/** Of a great many realms not all are tried: that is told, and is no failure. */
function pagesOf({ pages, pageOfBornRealm, realmsNotTried }: NonNullable<ScratchRehearsal['onOld']>): Pick<RehearsedLogin, 'ok' | 'why'> {
  const shown = all([...pages.map(({ page }) => page), pageOfBornRealm]);
  return shown.ok === true && realmsNotTried > 0 ? { ok: true, why: `${realmsNotTried} more realms were not tried` } : shown;
}

const all = (trials: readonly Trial[]): Trial =>
  trials.find(({ ok }) => ok === false) ?? trials.find(({ ok }) => ok === null) ?? { ok: true, why: null };
