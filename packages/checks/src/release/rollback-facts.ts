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
  /** The image that the new version's programs are of, where that is written down with them. It is then the one that the release names. */
  readonly image?: string;
}

/** A table that is not as it was, after the new version migrated the copy and before anybody used it. */
export const TableChange = z.object({
  table: z.string(),
  /** Null where the table was not there. */
  rowsBefore: z.number().int().nullable(),
  rowsAfter: z.number().int().nullable(),
  /** Its rows are the same, whatever their order. */
  sameContent: z.boolean(),
  /** Its columns, constraints and indexes are the same. */
  sameDefinition: z.boolean(),
  /** SHA-256 over its rows, their number and its definition, before and after; null where it was not there, absent in older records. */
  hashBefore: z.string().nullable().optional(),
  hashAfter: z.string().nullable().optional(),
});
export type TableChange = z.infer<typeof TableChange>;

/** What must be possible on the old version, on what the new one left, before plan A may be believed. */
export const neededLogins = [
  'an administrator who had logged in on the new version',
  'a user who had logged in on the new version',
  'a user of a realm that was changed on the new version',
  'a user of a realm that was made on the new version',
  'the login pages of the realms with most users',
  'an administrator exporting and removing a realm that was made on the new version',
] as const;

/** One of these, as it came out; `ok` is null where it could not be tried. */
export const RehearsedLogin = z.object({ who: z.enum(neededLogins), ok: z.boolean().nullable(), why: z.string().nullable() });
export type RehearsedLogin = z.infer<typeof RehearsedLogin>;

/** Plan A, tried on a restored copy: migrated by the new version, used there, and then started by the old one. */
export interface Rehearsal {
  readonly from: string;
  readonly to: string;
  /** The schema of the copy before, and after the migration. */
  readonly copy: SchemaState;
  readonly migrated: SchemaState;
  readonly providers: readonly string[];
  readonly image?: string;
  /** Every table that is not as it was; that the version was written down must be among them. */
  readonly tables: readonly TableChange[];
  readonly oldBooted: boolean;
  readonly logins: readonly RehearsedLogin[];
}

/** All that the rollback plan is computed from. What could not be seen is null, with its reason beside it. */
export interface RollbackFacts {
  readonly from: string;
  readonly to: string;
  /** Something is deployed: pods start anew, and whatever the image holds may migrate. */
  readonly deploys: boolean;
  /** The image that the release names; absent where it names none. */
  readonly image?: string;
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
