import { defineCheck, finding, gap, ifSeen } from '@keycloak-release-gate/core';
import type { Exhibit, Fact, Finding, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { backupDirectory } from './directory.ts';
import type { BackupDirectory, Dump } from './directory.ts';
import { databaseOf, dumpsOf, newestGood } from './good-dump.ts';
import { ageFindings, hours, sizeFindings } from './age-and-size.ts';
import { clockFindings, liveFindings } from './against-live.ts';
import { contentsFindings } from './contents-findings.ts';
import { asPin } from './pin.ts';
import { pinShown } from './pin-shown.ts';
import { databaseState } from '../database/state.ts';

/** There is a recent backup of the right database, whole and of the version that a rollback goes back to. */
export const backupFresh = defineCheck({
  id: 'backup/fresh',
  title: 'A fresh and whole backup of the database is there',
  why: 'Rollback plan B is as good as the newest backup: one that is old, cut, of another database or taken after the upgrade brings nothing back.',
  reads: { seen: backupDirectory, live: ifSeen(databaseState) },
  onGaps: 'judge',
  expects: z.object({
    warnAfterHours: z.number().positive().default(12),
    failAfterHours: z.number().positive().default(24),
    /** Of the same calendar day, in this time zone. */
    sameDay: z.boolean().default(false),
    timeZone: z.string().default('UTC'),
    smallestBytes: z.number().int().positive().optional(),
    /** Once something was deployed, "the latest" means the newest that was finished before, and as old as it was then. */
    beforeDeploy: z.boolean().default(false),
    deployedAt: z.string().optional(),
    database: z.string().optional(),
    /** The Keycloak version that the backup must hold; without it, any. */
    version: z.string().optional(),
  }),
  expected: ({ environment: { backups, database, timeZone }, release, deploy }) => ({
    timeZone,
    ...(backups ? { warnAfterHours: backups.warnAfterHours, failAfterHours: backups.failAfterHours, sameDay: backups.sameDay } : {}),
    ...(backups?.smallestBytes === undefined ? {} : { smallestBytes: backups.smallestBytes }),
    ...(database ? { database: database.name } : {}),
    ...(release ? { version: release.keycloak.from } : {}),
    ...(deploy?.at === undefined ? {} : { deployedAt: deploy.at }),
  }),
  judge: ({ seen, live }, expected, { now }) => {
    const subject = `directory/${seen.directory}`;
    const moment = expected.beforeDeploy ? expected.deployedAt : now;
    const exhibits = seen.dumps.length > 0 ? [table(seen.dumps)] : [];
    if (moment === undefined) {
      const reason = 'A backup counts here if it was finished before the deploy began, and nothing tells when that was.';
      return { findings: [], gaps: [gap(codes.DEPLOY_UNKNOWN, { subject, reason })], exhibits };
    }
    const dumps = dumpsOf(seen, expected.database).filter((dump) => !expected.beforeDeploy || isFinishedBefore(dump, moment));
    const others = seen.dumps.length - dumps.length;
    const finished = dumps.filter((dump) => !dump.inProgress);
    if (finished.length === 0 && dumps.length > 0)
      return {
        findings: [],
        gaps: [gap(codes.IN_PROGRESS_ONLY, { subject, reason: `${dumps[0]?.name} in ${seen.directory} is still being written.` })],
        exhibits,
      };
    const clock = clockFindings(live);
    if (finished.length === 0) return { findings: [noneFound(seen, expected), ...clock], exhibits };
    const { good, unread, findings } = newestGood(dumps);
    const gaps = manifestGaps(finished.slice(0, 1));
    const only = [...onlyOne(seen, finished), ...clock];
    const told = (all: readonly Finding[]): Finding[] => all.map((each) => inDirectory(each, seen));
    // Of one that was not read its metadata still tells what it is not.
    const judged = good ?? unread;
    const age = judged ? ageFindings(judged, expected, moment) : { findings: [], gaps: [] };
    const ofMetadata = judged ? [...liveFindings(judged, live), ...sizeFindings(judged, finished, expected.smallestBytes)] : [];
    if (!good)
      return {
        findings: [...told([...findings, ...age.findings, ...ofMetadata]), ...only],
        gaps: findings.length > 0 ? gaps : [...gaps, ...age.gaps, notRead(finished)],
        exhibits,
      };
    const pin = asPin(good);
    return {
      findings: [...told([...findings, ...age.findings, ...contentsFindings(good, expected.version), ...ofMetadata]), ...only],
      gaps: [...gaps, ...age.gaps],
      facts: facts(good, moment, finished.length, others + seen.leftOut),
      exhibits: [...(pin ? [pinShown(pin)] : []), ...exhibits],
    };
  },
});

/** What is told of a dump begins with its name: with its directory, somebody finds it. */
const inDirectory = (told: Finding, { directory, dumps }: BackupDirectory): Finding =>
  dumps.some(({ name }) => told.message.startsWith(`${name} `)) ? { ...told, message: `${directory}/${told.message}` } : told;

const isFinishedBefore = ({ manifest, modifiedAt }: Dump, moment: string): boolean =>
  Date.parse(manifest?.finishedAt ?? modifiedAt) <= Date.parse(moment);

/** One that is known to be bad is none to fall back on. */
function onlyOne({ directory, leftOut }: BackupDirectory, finished: readonly Dump[]): Finding[] {
  const usable = finished.filter(({ kind, contents }) => kind !== 'empty' && contents.kind !== 'broken' && contents.kind !== 'truncated');
  const [only] = usable;
  if (usable.length + leftOut !== 1 || !only) return [];
  const message = `${only.name} is the only backup in ${directory} that may be good; there should be two at least.`;
  return [finding(codes.ONLY_ONE, { subject: `directory/${directory}`, message, expected: 2, actual: 1 })];
}

function noneFound(
  { directory, dumps }: BackupDirectory,
  {
    database,
    beforeDeploy,
    deployedAt,
  }: { readonly database?: string | undefined; readonly beforeDeploy: boolean; readonly deployedAt?: string | undefined },
): Finding {
  const subject = `directory/${directory}`;
  const foreign = [...new Set(dumps.flatMap((dump) => databaseOf(dump) ?? []))].filter((name) => name !== database);
  if (foreign.length === 0 || database === undefined) {
    const which = beforeDeploy ? ` that was finished before the deploy began (${deployedAt})` : '';
    return finding(codes.NONE_FOUND, { subject, message: `${directory} holds no backup${which}.` });
  }
  const message = `${directory} holds backups of ${foreign.join(', ')} and none of "${database}".`;
  return finding(codes.WRONG_DATABASE, { subject, message, expected: database, actual: foreign });
}

const manifestGaps = (newest: readonly Dump[]): Gap[] =>
  newest
    .filter((dump) => dump.manifestProblem !== null)
    .map((dump) =>
      gap(codes.MANIFEST_UNREADABLE, { subject: `backup/${dump.name}`, reason: `${dump.name}.json: ${dump.manifestProblem}.` }),
    );

const notRead = ([newest]: readonly Dump[]): Gap =>
  gap(codes.NOT_READ, {
    subject: `backup/${newest?.name}`,
    reason: `${newest?.name} was not read to its end, so nobody knows whether it is whole.`,
  });

function facts(good: Dump, now: string, finished: number, others: number): Fact[] {
  const { contents, sha256 } = good;
  return [
    { name: 'the backup that a rollback restores', value: good.name },
    { name: 'age', value: hours(Date.parse(now) - Date.parse(good.takenAt.earliest)), unit: 'h' },
    { name: 'size', value: good.bytes, unit: 'bytes' },
    ...(sha256 === null ? [] : [{ name: 'SHA-256', value: sha256 }]),
    ...(contents.kind === 'whole' && contents.keycloakVersion !== null
      ? [{ name: 'Keycloak version in it', value: contents.keycloakVersion }]
      : []),
    { name: 'backups in the directory', value: finished },
    ...(others > 0 ? [{ name: 'older or other backups not looked at', value: others }] : []),
  ];
}

const MOST_ROWS = 10;

const table = (dumps: readonly Dump[]): Exhibit => ({
  kind: 'table',
  title: dumps.length > MOST_ROWS ? `The newest ${MOST_ROWS} of ${dumps.length} backups` : 'The backups',
  columns: ['Backup', 'Taken', 'Bytes', 'Database', 'Contents', 'SHA-256'],
  rows: dumps
    .slice(0, MOST_ROWS)
    .map((dump) => [
      dump.name,
      dump.takenAt.earliest,
      String(dump.bytes),
      databaseOf(dump) ?? '',
      dump.inProgress ? 'being written' : contentsInWords(dump.contents),
      dump.sha256?.slice(0, 16) ?? '',
    ]),
});

const contentsInWords = (contents: Dump['contents']): string => {
  switch (contents.kind) {
    case 'whole':
      return `whole, Keycloak ${contents.keycloakVersion ?? 'unknown'}`;
    case 'broken':
    case 'truncated':
      return `${contents.kind}: ${contents.why}`;
    case 'not read':
      return 'not read';
  }
};
