import { baseline, defineCheck, finding, gap, ifSeen, optionalBaseline } from '@keycloak-release-gate/core';
import type { Exhibit, Finding, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { backupDirectory } from '../backup/directory.ts';
import type { BackupDirectory } from '../backup/directory.ts';
import { backupDrills } from '../backup/drills.ts';
import { dumpsOf } from '../backup/good-dump.ts';
import { pinOf } from '../backup/pin.ts';
import type { Pin } from '../backup/pin.ts';
import { wasRehearsed } from '../release/rehearsed-return.ts';
import { neededByVersions } from '../release/needed-by-versions.ts';
import { rollbackPlan } from '../release/rollback-plan.ts';
import type { RecordedPlan } from '../release/rollback-plan.ts';
import { codes } from './codes.ts';
import { datedKinds } from './dated-places.ts';
import type { DatedKind } from './dated-places.ts';
import type { DatedRows } from './dated-rows.ts';
import { whatWasExecuted } from './executed.ts';
import type { Executed, Traces } from './executed.ts';
import { executedPlanFactName, restoredBackupFactName } from './executed-facts.ts';
import { databaseIdentity } from './identity.ts';
import type { DatabaseIdentity } from './identity.ts';
import { contentsExhibit, restoredBackup, restoredContents } from './restored-contents.ts';
import type { Older } from './restored-contents.ts';
import { sinceNewestBackup, sincePinnedBackup } from './since-backup.ts';
import { databaseState } from './state.ts';
import type { DatabaseState } from './state.ts';
import { compareVersions } from './version.ts';

/** After a rollback: the plan that was really executed is the one that was needed, and a restore brought back the pinned backup. */
export const executedPlan = defineCheck({
  id: 'database/executed-plan',
  title: 'The rollback plan that was needed was really executed',
  why: 'A database that nobody restored looks like one that was: the old Keycloak is ready on it and lets people in. What was restored may be another backup than the one that was validated.',
  reads: {
    now: databaseIdentity,
    before: baseline(databaseIdentity),
    since: sincePinnedBackup,
    sinceBefore: optionalBaseline(sinceNewestBackup),
    backups: optionalBaseline(backupDirectory),
    drilled: ifSeen(backupDrills),
    computed: rollbackPlan,
    stateBefore: optionalBaseline(databaseState),
  },
  onGaps: 'judge',
  expects: z.object({
    plan: z.enum(['A', 'B']).optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    deploys: z.boolean().default(true),
  }),
  expected: ({ release }) =>
    release ? { plan: release.rollback.plan, from: release.keycloak.from, to: release.keycloak.to, deploys: release.deploys } : {},
  judge: ({ now, before, since, sinceBefore, backups, drilled, computed, stateBefore }, { plan, from, to, deploys }) => {
    const subject = `database/${now.database}`;
    if (plan === undefined || from === undefined || to === undefined)
      return { findings: [], gaps: [gap(codes.VERSION_UNKNOWN, { subject, reason: 'Only a release has a rollback plan.' })] };
    const release = { from, to, deploys };
    const rows = since?.rows ?? null;
    const rowsBefore = sinceBefore?.rows ?? null;
    const traces: Traces = {
      newVersions: versionsSince(before, now),
      ...betweenThem(rowsBefore, rows),
      raisesVersion: deploys && compareVersions(to, from) > 0,
    };
    // A declared plan B is needed, unless plan A was tried for this very pair and found to be enough.
    const isTried = isRehearsed(computed, release, stateBefore, traces.newVersions);
    const needed = isTried || (plan === 'A' && isEnough(computed, release)) ? 'A' : 'B';
    const executed = whatWasExecuted(before, now, traces);
    const pin = backups && pinOf(backups, now.database, drilled?.drills);
    const contents =
      pin && executed.kind === 'restored'
        ? {
            pin,
            now,
            rows,
            rowsBefore,
            newVersions: traces.newVersions,
            lostVersions: versionsSince(now, before),
            older: olderThan(pin, backups, now.database),
          }
        : undefined;
    const foreign = contents ? restoredContents(contents) : [];
    return {
      findings: [
        ...(executed.kind === 'not restored' && needed === 'B' ? [notRestored(subject, executed.why, traces, to)] : []),
        ...(executed.kind === 'not restored' && needed === 'A' && plan === 'B' ? [weakerThanDeclared(subject, executed.why, release)] : []),
        ...foreign,
      ],
      gaps: unknowns(subject, executed, needed, pin !== undefined),
      facts: [
        { name: executedPlanFactName, value: inWords(executed) },
        { name: 'needed plan', value: needed },
        ...(contents && foreign.length === 0 ? [{ name: restoredBackupFactName, value: restoredBackup(contents) }] : []),
      ],
      exhibits: [sheet(executed, needed, before, now), ...(contents ? [contentsExhibit(contents)] : [])],
    };
  },
});

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly deploys: boolean;
}

/** Whether plan A was computed for this very pair, and rehearsed on the schema of before the release. */
const isRehearsed = (
  computed: RecordedPlan,
  { from, to }: Pair,
  before: DatabaseState | undefined,
  newVersions: readonly string[],
): boolean =>
  computed.kind === 'read' &&
  computed.record.from === from &&
  computed.record.to === to &&
  computed.record.plan === 'A' &&
  before !== undefined &&
  newVersions.every((version) => compareVersions(version, to) === 0) &&
  wasRehearsed(computed, before, to);

/**
 * Whether plan A is enough, by the plan that was computed before the release, else by what the versions imply. Of an image of the same
 * version they imply nothing: the change logs, which are compared with those of before the release, then tell what it left.
 */
function isEnough(computed: RecordedPlan, { from, to, deploys }: Pair): boolean {
  if (computed.kind === 'read' && computed.record.from === from && computed.record.to === to) return computed.record.plan === 'A';
  const needed = neededByVersions(from, to, deploys)?.plan;
  return needed === 'A' || needed === 'unknown';
}

/** The newest backup of the database before the pinned one. */
function olderThan(pin: Pin, backups: BackupDirectory, database: string): Older | undefined {
  const ended = Date.parse(pin.takenAt.latest);
  if (backups.sets) {
    const older = backups.sets.backups.find(
      ({ id, state, consistentAt }) =>
        state === 'complete' && id !== pin.name && consistentAt !== null && Date.parse(consistentAt) <= ended,
    );
    return older && older.consistentAt !== null ? { name: older.id, takenAt: { latest: older.consistentAt } } : undefined;
  }
  return dumpsOf(backups, database).find(
    ({ name, sha256, inProgress, takenAt }) =>
      !inProgress && name !== pin.name && sha256 !== pin.sha256 && Date.parse(takenAt.latest) <= ended,
  );
}

/** Versions whose marks are in `now` and were not in `before`, newest last. */
const versionsSince = (before: DatabaseIdentity, now: DatabaseIdentity): readonly string[] => {
  if (!before.versions || !now.versions) return [];
  const known = new Set(before.versions.map(({ id }) => id));
  return now.versions
    .filter(({ id }) => !known.has(id))
    .map(({ version }) => version)
    .toSorted(compareVersions);
};

/** What neither expires nor is cleared. */
const lasting: readonly DatedKind[] = ['users', 'credentials', 'consents'];

/** What is dated between the backup and the release. */
function betweenThem(before: DatedRows | null, now: DatedRows | null): Pick<Traces, 'stillThere' | 'gone' | 'newestGone'> {
  const gone = lasting.flatMap((kind) => {
    const [then, since] = [before?.counts[kind], now?.counts[kind]];
    return then && since?.between === 0 ? [then.between] : [];
  });
  const newest = lasting.flatMap((kind) => {
    const was = before?.counts[kind]?.newestHeld ?? null;
    return was === null ? [] : [isEarlier(now?.counts[kind], was)];
  });
  return {
    stillThere: sum(datedKinds.map((kind) => now?.counts[kind]?.between ?? 0)),
    gone: sum(gone),
    newestGone: newest.length > 0 && newest.every(Boolean),
  };
}

/** What was not counted is not gone. */
const isEarlier = (now: DatedRows['counts'][DatedKind], was: string): boolean =>
  now !== undefined && (now.newestHeld === null || Date.parse(now.newestHeld) < Date.parse(was));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function notRestored(subject: string, why: string, { newVersions, raisesVersion }: Traces, to: string): Finding {
  const message = `The release needs rollback plan B, and the database was not restored: ${why}.`;
  // Every version leaves its mark before it serves anybody. Without it there was nothing to take back.
  if (raisesVersion && newVersions.length === 0)
    return finding(codes.DATABASE_NOT_RESTORED, {
      subject,
      severity: 'warn',
      message: `${message} Keycloak ${to} left no mark in it, though: it has never finished its start on this database.`,
      remedy: `If ${to} never ran, nothing is to be restored. If it did, somebody removed its mark: restore the backup.`,
      expected: 'B',
      actual: 'A',
    });
  return finding(codes.DATABASE_NOT_RESTORED, { subject, message, expected: 'B', actual: 'A' });
}

/** The rollback is good, and is not what was agreed on. */
const weakerThanDeclared = (subject: string, why: string, { from, to }: Pair): Finding =>
  finding(codes.DATABASE_NOT_RESTORED, {
    subject,
    severity: 'warn',
    message: `The release declares rollback plan B, and the database was not restored: ${why}. Plan A was computed and rehearsed for ${from} → ${to}, and is enough.`,
    remedy: 'Tell whoever approved plan B that plan A was executed.',
    expected: 'B',
    actual: 'A',
  });

function unknowns(subject: string, executed: Executed, needed: 'A' | 'B', pinned: boolean): Gap[] {
  if (needed === 'B' && executed.kind === 'unknown')
    return [gap(codes.EXECUTED_PLAN_UNKNOWN, { subject, reason: `Whether the database was restored cannot be told: ${executed.why}.` })];
  if (executed.kind === 'restored' && !pinned)
    return [
      gap(codes.RESTORED_UNKNOWN, {
        subject,
        reason: 'The database was restored, and the record of before the release names no backup that was to be.',
      }),
    ];
  return [];
}

const inWords = (executed: Executed): string => {
  switch (executed.kind) {
    case 'restored':
      return `B: the database was restored, for ${executed.how}`;
    case 'not restored':
      return `A: the database was not restored, for ${executed.why}`;
    case 'unknown':
      return `not known: ${executed.why}`;
  }
};

function sheet(executed: Executed, needed: 'A' | 'B', before: DatabaseIdentity, now: DatabaseIdentity): Exhibit {
  const letter = executed.kind === 'restored' ? 'B' : executed.kind === 'not restored' ? 'A' : 'not known';
  const isGood = executed.kind === 'restored' || needed === 'A';
  return {
    kind: 'sheet',
    topic: 'rollback',
    title: 'Which rollback plan was executed',
    sections: [
      {
        title: 'Plan',
        entries: [
          { label: 'needed', value: needed },
          {
            label: 'executed',
            value: letter,
            mark: isGood
              ? { tone: 'good', text: inWords(executed) }
              : { tone: executed.kind === 'unknown' ? 'warn' : 'bad', text: inWords(executed) },
          },
        ],
      },
      {
        title: 'The database, before the release and now',
        entries: [
          compared('system identifier', before.server.systemIdentifier, now.server.systemIdentifier),
          compared('time line', before.server.timeline, now.server.timeline),
          compared('server started', before.server.startedAt, now.server.startedAt),
          compared('number of the database', before.databaseNumber, now.databaseNumber),
          ...now.tables.map(({ name, number }) =>
            compared(`number of ${name}`, before.tables.find((table) => table.name === name)?.number ?? null, number),
          ),
          compared('versions recorded', versionsOf(before), versionsOf(now)),
        ],
      },
    ],
  };
}

const versionsOf = ({ versions }: DatabaseIdentity): string | null =>
  versions &&
  versions
    .map(({ version }) => version)
    .toSorted(compareVersions)
    .join(', ');

const compared = (label: string, before: string | number | null, now: string | number | null): { label: string; value: string } => ({
  label,
  value: before === now ? `${now ?? 'not told'} (the same)` : `${before ?? 'not told'} → ${now ?? 'not told'}`,
});
