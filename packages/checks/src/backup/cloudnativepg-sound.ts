import { defineCheck, finding, gap, ifSeen } from '@keycloak-release-gate/core';
import type { Fact, Finding, Gap } from '@keycloak-release-gate/core';
import type { Backup } from './sources/backup.ts';
import { cloudNativePgBackups } from './sources/cloudnativepg.ts';
import type { CloudNativePgBackups } from './sources/cloudnativepg.ts';
import { databaseState } from '../database/state.ts';
import { clockFindings } from './against-live.ts';
import { sourceCodes } from './sources/codes.ts';
import { judgeBackups } from './sources/judge-backups.ts';
import { judgeWal } from './sources/judge-wal.ts';
import { backupLimits, limitsOf, walLimits } from './sources/limits.ts';

/** CloudNativePG has taken a backup lately, and archives the write-ahead log. */
export const cloudNativePgSound = defineCheck({
  id: 'backup/cloudnativepg-sound',
  title: 'CloudNativePG has taken a backup lately, and archives the write-ahead log',
  why: "A physical backup restores only with the write-ahead log that belongs to it. The Cluster's own lastSuccessfulBackup is deprecated and stands still with plugins: the Backup resources tell.",
  reads: { seen: cloudNativePgBackups, live: ifSeen(databaseState) },
  onGaps: 'judge',
  expects: backupLimits.extend(walLimits.shape),
  expected: ({ environment }) => limitsOf(environment),
  judge: ({ seen, live }, limits, { now }) => {
    const stored = fromStores(seen);
    // The object store tells of the last one alone.
    const backups = judgeBackups({ ...seen, backups: [...seen.backups, ...stored] }, { ...limits, mayBeMore: stored.length > 0 }, now);
    const cluster = identity(seen);
    const wal = judgeWal(seen.archive, limits, seen.source);
    const archiving = judgeArchiving(seen, backups.good);
    return {
      // That archiving fails says why it lags.
      findings: [
        ...cluster.findings,
        ...backups.findings,
        ...archiving.findings,
        ...(archiving.findings.length > 0 ? [] : wal.findings),
        ...clockFindings(live),
      ],
      gaps: [...backups.gaps, ...archiving.gaps, ...wal.gaps],
      facts: [...backups.facts, ...wal.facts, ...cluster.facts, ...storeFacts(seen)],
      exhibits: backups.exhibits,
    };
  },
});

/** Whether it is of the cluster that Keycloak's database is in. */
function identity({ source, systemId = null, archive }: CloudNativePgBackups): { findings: Finding[]; facts: Fact[] } {
  const name = 'identifier of the cluster';
  const live = archive?.systemIdentifier ?? null;
  if (systemId === null || live === null) {
    const untold = systemId === null ? 'CloudNativePG does not tell it' : "the database's own was not read";
    return { findings: [], facts: [{ name, value: `not compared with that of Keycloak's database: ${untold}` }] };
  }
  if (systemId === live) return { findings: [], facts: [{ name, value: systemId }] };
  const message = `${source} is the cluster ${systemId}; Keycloak's database is in the cluster ${live}.`;
  return {
    findings: [finding(sourceCodes.WRONG_SYSTEM_ID, { subject: `source/${source}`, message, expected: live, actual: systemId })],
    facts: [],
  };
}

/** Backup resources may be deleted while the backups are kept: the object store then still tells of the last one. */
const fromStores = ({ stores, backups }: CloudNativePgBackups): Backup[] =>
  backups.some(({ state }) => state === 'complete')
    ? []
    : stores.flatMap(({ name, lastSuccess }): Backup[] =>
        lastSuccess === null
          ? []
          : [
              {
                id: `the last one in the object store ${name}`,
                kind: 'physical',
                startedAt: null,
                finishedAt: lastSuccess,
                consistentAt: lastSuccess,
                bytes: null,
                sha256: null,
                pgVersion: null,
                dbName: null,
                systemId: null,
                state: 'complete',
                problem: null,
              },
            ],
      );

function judgeArchiving({ source, archiving }: CloudNativePgBackups, good: Backup | undefined): { findings: Finding[]; gaps: Gap[] } {
  const subject = `source/${source}`;
  if (archiving?.works === false) {
    const since = archiving.since === null ? '' : ` since ${archiving.since}`;
    const message = `The write-ahead log of ${source} has not been archived${since}${archiving.message === '' ? '' : `: ${archiving.message}`}.`;
    return { findings: [finding(sourceCodes.WAL_LAG, { subject, message: message.replace(/\.\.$/, '.') })], gaps: [] };
  }
  // A snapshot of a volume restores alone, to its own moment.
  if (archiving || good?.kind !== 'physical') return { findings: [], gaps: [] };
  const reason = `The Cluster has no condition ContinuousArchiving, so nobody knows whether its write-ahead log is archived.`;
  return {
    findings: [],
    gaps: [
      gap(sourceCodes.ARCHIVE_UNSEEN, {
        subject,
        reason,
        remedy: 'Look at the status of the Cluster (kubectl describe), and declare where it archives to.',
      }),
    ],
  };
}

const storeFacts = ({ stores }: CloudNativePgBackups): Fact[] =>
  stores.flatMap(({ name, recoverableFrom }) =>
    recoverableFrom === null ? [] : [{ name: `${name} restores to any moment from`, value: recoverableFrom }],
  );
