import type { ExpectedChange } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { ChangeLog, DatabaseState } from '../database/state.ts';
import type { Difference } from '../keycloak-config/diff/difference.ts';

/** What a database says of its schema: Keycloak's own newest version, and every change log. */
export type SchemaState = Pick<DatabaseState, 'database' | 'migrations' | 'changeLogs'>;

/** A change set that the new version would run, as its own export of the SQL names it. */
export interface ForecastChangeSet {
  readonly table: string;
  readonly id: string;
  readonly author: string;
  readonly filename: string;
}

/** What the new version said that it would do to a restored copy, without doing it. */
export interface Forecast {
  readonly from: string;
  readonly to: string;
  /** The schema of the copy that it was asked about. */
  readonly copy: SchemaState;
  readonly changeSets: readonly ForecastChangeSet[];
  /** Names of the files in the new version's `providers/`: without the custom ones nobody sees their change logs. */
  readonly providers: readonly string[];
}

/** One table, before and after the new version migrated the copy and before anybody used it. */
export const TableChange = z.object({
  table: z.string(),
  /** Null where the table was not there. */
  rowsBefore: z.number().int().nullable(),
  rowsAfter: z.number().int().nullable(),
  /** The rows have the same hash. */
  equal: z.boolean(),
});
export type TableChange = z.infer<typeof TableChange>;

/** Whether these people got in on the old version, on what the new one had left; null where it was not tried. */
export const RehearsedLogins = z.object({
  /** A user who had logged in on the new version. */
  userOfNewVersion: z.boolean().nullable(),
  administrator: z.boolean().nullable(),
  /** A user of a realm that was changed on the new version. */
  touchedRealm: z.boolean().nullable(),
});
export type RehearsedLogins = z.infer<typeof RehearsedLogins>;

/** Plan A, tried on a restored copy: migrated by the new version, used there, and then started by the old one. */
export interface Rehearsal {
  readonly from: string;
  readonly to: string;
  /** The schema of the copy before, and after the migration. */
  readonly copy: SchemaState;
  readonly migrated: SchemaState;
  readonly providers: readonly string[];
  /** Every table that was compared, the equal ones too. */
  readonly tables: readonly TableChange[];
  readonly oldBooted: boolean;
  readonly logins: RehearsedLogins;
}

/** All that the rollback plan is computed from. What could not be seen is null, with its reason beside it. */
export interface RollbackFacts {
  readonly from: string;
  readonly to: string;
  /** Something is deployed: pods start anew, and whatever the image holds may migrate. */
  readonly deploys: boolean;
  readonly database: DatabaseState | null;
  /** Why the database, or some of it, could not be read. */
  readonly unread: readonly string[];
  readonly announced: readonly ExpectedChange[];
  /** What the release changed where it was tried before; absent where there is no such record. */
  readonly seenElsewhere?: readonly Difference[];
  /** Who says that undoing the destructive changes was tested, and how. */
  readonly testedInverse?: string;
  readonly forecast: Forecast | null;
  readonly rehearsal: Rehearsal | null;
  /** Why there is no forecast or no rehearsal. */
  readonly notTried?: string;
}

/** The change logs of a schema without what a comparison does not need. */
export const changeLogsOf = ({ changeLogs }: SchemaState): readonly ChangeLog[] => changeLogs ?? [];
