import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import type { Fact, Finding, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { Backup } from './sources/backup.ts';
import { cloudNativePgBackups } from './sources/cloudnativepg.ts';
import type { CloudNativePgBackups } from './sources/cloudnativepg.ts';
import { sourceCodes } from './sources/codes.ts';
import { judgeBackups } from './sources/judge-backups.ts';
import { judgeWal } from './sources/judge-wal.ts';

/** CloudNativePG has taken a backup lately, and archives the write-ahead log. */
export const cloudNativePgSound = defineCheck({
  id: 'backup/cloudnativepg-sound',
  title: 'CloudNativePG has taken a backup lately, and archives the write-ahead log',
  why: "A physical backup restores only with the write-ahead log that belongs to it. The Cluster's own lastSuccessfulBackup is deprecated and stands still with plugins: the Backup resources tell.",
  reads: { seen: cloudNativePgBackups },
  onGaps: 'judge',
  expects: z.object({
    warnAfterHours: z.number().positive().default(12),
    failAfterHours: z.number().positive().default(24),
    walWarnMinutes: z.number().positive().default(15),
    walFailMinutes: z.number().positive().default(60),
  }),
  expected: ({ environment: { backups } }) =>
    backups
      ? {
          warnAfterHours: backups.warnAfterHours,
          failAfterHours: backups.failAfterHours,
          walWarnMinutes: backups.walWarnMinutes,
          walFailMinutes: backups.walFailMinutes,
        }
      : {},
  judge: ({ seen }, limits, { now }) => {
    const backups = judgeBackups({ ...seen, backups: [...seen.backups, ...fromStores(seen)] }, limits, now);
    const wal = judgeWal(seen.archive, limits, seen.source);
    const archiving = judgeArchiving(seen, backups.good);
    return {
      // That archiving fails says why it lags.
      findings: [...backups.findings, ...archiving.findings, ...(archiving.findings.length > 0 ? [] : wal.findings)],
      gaps: [...backups.gaps, ...archiving.gaps, ...wal.gaps],
      facts: [...backups.facts, ...wal.facts, ...storeFacts(seen)],
      exhibits: backups.exhibits,
    };
  },
});

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
