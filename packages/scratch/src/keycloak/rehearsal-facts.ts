import type { TableChange } from './digest.ts';
import type { Trial } from './login.ts';

/** The migration itself, before anybody used the new version. */
export interface RehearsedMigration {
  readonly ready: Trial;
  /** From the start of the new version until it serves; null where it never did. A startup probe must allow for it. */
  readonly secondsToReady: number | null;
  /** From the first change set to the last realm, by its log. */
  readonly secondsOfMigration: number;
  /** The budget of the probes, and whether the start kept within it; null where none was given. */
  readonly budgetSeconds: number | null;
  readonly withinBudget: boolean | null;
  readonly models: readonly string[];
  /** Every table that is not as it was. */
  readonly changes: readonly TableChange[];
  /** No table but those of Keycloak's own bookkeeping changed. */
  readonly onlyBookkeeping: boolean;
}

/** What was done on the new version; what failed here proves nothing about the old one. */
export interface OnNewVersion {
  readonly administrator: Trial;
  readonly user: Trial;
  /** The realm was saved, as by an administrator who presses Save, and a user was made in it. */
  readonly realmTouched: Trial;
  readonly userMadeInTouchedRealm: Trial;
  /** A realm was made, with a user. */
  readonly realmBorn: Trial;
  readonly userInBornRealm: Trial;
}

/** What is possible on the old version afterwards. */
export interface OnOldVersion {
  readonly ready: Trial;
  /** Java compiled less for it than it does for a pod: it is no measure of a rollback. */
  readonly secondsToReady: number | null;
  /** The administrator who logged in on the new version. */
  readonly administrator: Trial;
  /** The user who logged in on the new version. */
  readonly user: Trial;
  /** A user who stayed away meanwhile: that it succeeds proves nothing. */
  readonly userWhoStayedAway: Trial;
  /** A user who was made on the new version, in a realm of old. */
  readonly userMadeInTouchedRealm: Trial;
  readonly userInBornRealm: Trial;
  /** The login pages of the realms of most users, and of the one that was born on the new version. */
  readonly pages: readonly { readonly realm: string; readonly page: Trial }[];
  readonly realmsNotTried: number;
  readonly pageOfBornRealm: Trial;
  readonly bornRealmExported: Trial;
  readonly bornRealmDeleted: Trial;
}

/** A rehearsal of plan A: the migration, the use of the new version, and the old version on what that left. */
export interface Rehearsal {
  readonly from: string;
  readonly to: string;
  /** The realm in which the user logged in. */
  readonly touchedRealm: string;
  readonly migration: RehearsedMigration;
  /** Null where the new version did not start. */
  readonly onNew: OnNewVersion | null;
  readonly onOld: OnOldVersion | null;
}
