import { assignmentsCounted } from './assignments-counted.ts';
import { assignmentsKept } from './assignments-kept.ts';
import { configurationAsBeforeRelease } from './as-before-release.ts';
import { configurationAsReleased } from './as-released.ts';
import { codes } from './codes.ts';
import { configurationNotWeakened } from './not-weakened.ts';
import { configurationPromoted } from './promoted.ts';
import { providersKept } from './providers-kept.ts';
import { providersPresent } from './providers-present.ts';
import { configurationReadable } from './readable.ts';
import { rolesAsNeeded } from './roles-as-needed.ts';
import { tokensKept } from './tokens-kept.ts';
import { tokensReadable } from './tokens-readable.ts';
import { configurationWeakPoints } from './weak-points.ts';

export { configurationAsBeforeRelease, configurationAsReleased, configurationReadable, tokensKept, tokensReadable };
export { diff } from './diff/differences.ts';
export { announcedImpact } from './impact/announced.ts';
export { impactExhibits } from './impact/exhibits.ts';
export { applicationsOf, impactOf } from './impact/index.ts';
export type { Impact, ImpactedApplication } from './impact/index.ts';
export { kindOf, kinds as objectKinds, RealmConfiguration } from './evidence.ts';
export { assignmentsCounted, assignmentsKept };
export { configurationNotWeakened, configurationPromoted, configurationWeakPoints, providersKept, providersPresent, rolesAsNeeded };
export { ReaderRights } from './rights/evidence.ts';
export { linesOfRoles, missingRoles } from './rights/missing-roles.ts';
export { readerRights } from './rights/reader-rights.ts';
export { riskRules, riskThemes } from './risk/index.ts';
export type { Rule } from './risk/index.ts';
export { standingOf } from './risk/standing.ts';
export type { Standing } from './risk/standing.ts';
export { weakenings, words as wordsOfWeakening } from './risk/weakenings.ts';
export type { Weakened } from './risk/weakenings.ts';
export { realmConfiguration } from './realm-configuration.ts';
export { gapsOfSnapshot, sealSnapshot, Snapshot, snapshotHash } from './snapshot.ts';
export { server } from './server.ts';
export { Server } from './server/evidence.ts';
export { serverDifferences } from './server/differences.ts';
export { versionOfServer } from './server/version.ts';
export type { ServerDifference, ServerSide } from './server/differences.ts';
export { byApplication } from './diff/applications.ts';
export type { ApplicationClient, ApplicationDifferences } from './diff/applications.ts';
export { compare } from './diff/compare.ts';
export type { Comparison } from './diff/compare.ts';
export type { Difference } from './diff/difference.ts';
export { diffExhibit } from './diff/exhibit.ts';
export { originsBetween, translated } from './diff/origins.ts';
export type { Origins, Places } from './diff/origins.ts';
export { underOtherName } from './diff/realm-names.ts';
export { renames, withNewNames } from './diff/renames.ts';
export { membersOf, show } from './diff/words.ts';
export { hold } from './expected/announced.ts';
export type { Broken } from './expected/announced.ts';
export { changesOf } from './expected/changes-of.ts';
export { expectedOf } from './expected/from-difference.ts';
export { isInPlace } from './expected/in-place.ts';
export { explain } from './explained.ts';
export { turned } from './diff/turned.ts';
export { arrivalOf, changeAt, isThereToGo } from './promotion/arrival.ts';
export type { Arrived, Here } from './promotion/arrival.ts';
export { besidesOf } from './promotion/besides.ts';
export { builtNewNote } from './promotion/built-new.ts';

export const keycloakConfigChecks = [
  configurationReadable,
  configurationAsReleased,
  configurationNotWeakened,
  configurationAsBeforeRelease,
  configurationWeakPoints,
  configurationPromoted,
  tokensReadable,
  tokensKept,
  providersKept,
  providersPresent,
  rolesAsNeeded,
  assignmentsCounted,
  assignmentsKept,
] as const;
export const keycloakConfigCodes = codes;
