import { finding, gap } from '@keycloak-release-gate/core';
import type { Fact, Finding, Judgement } from '@keycloak-release-gate/core';
import type { DatabaseState } from '../database/state.ts';
import { codes } from './codes.ts';
import type { BackupDirectory } from './directory.ts';
import type { Drills } from './drills.ts';
import { missingWal } from './missing-wal.ts';
import { asPinnedSet } from './pin.ts';
import type { Pin } from './pin.ts';
import { judgeDrilled } from './pin-judged.ts';
import type { PinExpected } from './pin-judged.ts';
import { pinShown } from './pin-shown.ts';
import type { Backup } from './sources/backup.ts';
import { sourceCodes } from './sources/codes.ts';
import { identityDifferences, isLessKnown } from './sources/identity.ts';
import { ageOf, notSound } from './sources/judge-backups.ts';
import { pinnedSet } from './sources/backup-sets.ts';
import type { BackupSets } from './sources/backup-sets.ts';

export interface PinnedSetSeen {
  /** In the record of before the release. */
  readonly before: BackupSets;
  readonly now: BackupDirectory;
  /** The database of before the release. */
  readonly live: DatabaseState | undefined;
  readonly drills: Drills;
}

/** Whether the backup that was validated before the release is still there as it was, and is fit to be restored. Pure. */
export function judgePinnedSet({ before, now, live, drills }: PinnedSetSeen, expected: PinExpected): Judgement {
  const validated = pinnedSet(before);
  const pin = validated && asPinnedSet(validated, before.source, drills.drills);
  if (!validated || !pin) {
    const message = `The record of before the release names no sound backup of ${before.source} that is known by more than its name: none was validated.`;
    return { findings: [finding(codes.NOT_PINNED, { subject: `source/${before.source}`, message })] };
  }
  const exhibits = [pinShown(pin)];
  const found = now.sets?.backups.find(({ id }) => id === pin.name);
  if (!found) return { ...gone(pin, before, now), exhibits };
  const unlike = changed(validated, found, pin, before.source);
  if (unlike) return { ...unlike, exhibits };
  const drilled = judgeDrilled({ name: pin.name, sha256: pin.sha256 }, 'fingerprint', drills, expected);
  const findings = [
    ...(found.state === 'complete' ? [] : notSound(found, before.source, false)),
    ...((found.missingWal ?? []).length > 0 ? [missingWal(found, before.source)] : []),
    ...foreign(found, before.source, live),
    ...(live ? wasOld(validated, expected, live.server.now, before.source) : []),
    ...drilled.findings,
  ];
  const newer = now.sets?.backups.indexOf(found) ?? 0;
  const isFit = findings.every(({ severity }) => severity !== 'fail');
  return { findings, gaps: drilled.gaps, facts: [...pinFacts(pin, before, newer, isFit), ...drilled.facts], exhibits };
}

function gone({ name, sha256 }: Pin, { source }: BackupSets, now: BackupDirectory): Judgement {
  const subject = `backup/${name}`;
  if (now.sets && now.sets.leftOut > 0) {
    const reason = `${name} is not among the ${now.sets.backups.length} newest backups of ${source}.`;
    return { findings: [], gaps: [gap(codes.NOT_HASHED, { subject, reason, remedy: unlisted })] };
  }
  const why = now.sets ? 'it expired, or somebody removed it' : `the environment names ${now.directory} now`;
  const message = `${name} (fingerprint ${sha256}) is no longer in ${source}: ${why}.`;
  return { findings: [finding(codes.PINNED_MISSING, { subject, message, expected: sha256 })] };
}

/** Undefined where it is what it was. */
function changed(was: Backup, is: Backup, { name, sha256 }: Pin, source: string): Judgement | undefined {
  const subject = `backup/${name}`;
  const unknown = (reason: string): Judgement => ({ findings: [], gaps: [gap(codes.NOT_HASHED, { subject, reason, remedy: unlisted })] });
  if (!is.identity || !was.identity) return unknown(`${name} is there, behind newer backups, and only its name was compared.`);
  const differences = identityDifferences(was.identity, is.identity);
  if (differences.length > 0) {
    const message = `${name} of ${source} is not what it was before the release: ${differences.join('; ')}.`;
    return { findings: [finding(codes.PINNED_CHANGED, { subject, message, expected: sha256, actual: is.sha256 })] };
  }
  if (!isLessKnown(was.identity, is.identity)) return undefined;
  return unknown(`${name} is there, and its manifest or the list of its files, which were read before the release, cannot be read now.`);
}

const unlisted =
  'Compare it by hand with what the report of pre-release says of it (`pgbackrest info --set=…`), or run this again once it can be read.';

function foreign({ id, systemId }: Backup, source: string, live: DatabaseState | undefined): Finding[] {
  const expected = live?.server.systemIdentifier ?? null;
  if (systemId === null || expected === null || systemId === expected) return [];
  const message = `${id} of ${source} is of the cluster ${systemId}; Keycloak's database is in the cluster ${expected}.`;
  return [finding(sourceCodes.WRONG_SYSTEM_ID, { subject: `backup/${id}`, message, expected, actual: systemId })];
}

/** As of a dump: its age of before the release is no reason not to restore it, and whoever restores it must know. */
const wasOld = (pinned: Backup, { warnAfterHours, failAfterHours, timeZone }: PinExpected, then: string, source: string): Finding[] =>
  ageOf(pinned, { warnAfterHours, failAfterHours, timeZone }, then, source).findings.map((old) => ({
    ...old,
    severity: 'warn',
    message: `Before the release: ${old.message}`,
    remedy:
      'Ask whoever approved the release whether there is a newer backup that holds the old schema; what is lost by restoring this one is counted.',
  }));

function pinFacts({ name, sha256, takenAt }: Pin, { keeper, stanza, source }: BackupSets, newer: number, isFit: boolean): Fact[] {
  const how: Fact[] =
    keeper === 'pgbackrest' && stanza !== undefined
      ? [
          {
            name: 'restore it by',
            value: `pgbackrest --stanza=${stanza} --set=${name} --type=immediate --target-action=promote restore`,
          },
          { name: 'without --type', value: 'the whole log is replayed, the migration of the new version included' },
        ]
      : [];
  return [
    { name: isFit ? 'restore exactly this backup' : 'pinned, and not fit to be restored', value: name },
    { name: 'kept by', value: source },
    { name: 'fingerprint', value: sha256 },
    ...(isFit ? how : []),
    { name: 'everything is lost since', value: takenAt.earliest },
    ...(newer > 0 ? [{ name: 'newer backups, not to be restored', value: newer }] : []),
  ];
}
