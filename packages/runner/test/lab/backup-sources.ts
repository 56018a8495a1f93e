import {
  backupCronJob,
  createBackupCronJob,
  installCloudNativePg,
  installVolumeSnapshots,
  putResource,
  removeBackupCronJob,
  removeCloudNativePg,
  removeResource,
  removeVolumeSnapshots,
  runBackupJob,
  suspendBackupCronJob,
} from '@keycloak-release-gate/lab';
import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import { labOf } from './faults.ts';
import { verify } from './verify.ts';
import type { Place } from './verify.ts';

interface Checked {
  readonly checks: readonly {
    readonly findings: readonly { readonly code: string; readonly severity: string; readonly message: string }[];
    readonly gaps: readonly { readonly code: string; readonly reason: string }[];
  }[];
}

/** Backups that are seen through the Kubernetes API, by the gate's own Role: what a CronJob did, what CloudNativePG says, and which snapshots of a volume there are. */
export function backupSources(place: () => Place): void {
  /** The lab, whose backups are kept there. */
  const keptIn = (source: string) => ({
    file: 'environments/lab.ts',
    from: "directory: variable('LAB_BACKUP_DIRECTORY')",
    to: source,
  });
  const list = async (source: string): Promise<string> =>
    (
      await withChangedScenarios(keptIn(source), (scenarios) =>
        verify(['backup', 'list', '--env', 'lab', '--lab', place().lab, '--scenarios', scenarios]),
      )
    ).stdout;
  const check = async (source: string) => {
    const { exitCode, stdout, stderr } = await withChangedScenarios(keptIn(source), (scenarios) =>
      verify(['backup', 'check', '--env', 'lab', '--lab', place().lab, '--scenarios', scenarios, '--json']),
    );
    if (stdout === '') throw new Error(stderr);
    const { checks } = JSON.parse(stdout) as Checked;
    const codes = checks.flatMap(({ findings, gaps }) => [
      ...findings.map(({ severity, code }) => `${severity} ${code}`),
      ...gaps.map(({ code }) => `gap ${code}`),
    ]);
    const messages = checks.flatMap(({ findings, gaps }) => [
      ...findings.map(({ message }) => message),
      ...gaps.map(({ reason }) => reason),
    ]);
    return { exitCode, codes, messages };
  };

  test('the CronJob of the backups', async ({ signal }) => {
    const lab = await labOf(place());
    const job = (limits = '') => check(`cronJob: { name: '${backupCronJob}' }${limits}`);
    try {
      expect(await job()).toMatchObject({ exitCode: 1, codes: ['fail backup/JOB_MISSING'] });
      await createBackupCronJob(lab, signal);
      expect(await job()).toMatchObject({ exitCode: 1, codes: ['fail backup/NONE_FOUND'] });
      await runBackupJob(lab, 'backup-by-hand-1', ['true'], signal);
      // That it ran is all that is seen: what it has written, nobody knows.
      expect(await job()).toMatchObject({ exitCode: 3, codes: ['gap backup/BACKUPS_UNSEEN'] });
      expect(await list(`cronJob: { name: '${backupCronJob}' }`)).toMatch(/^The CronJob keycloak-backup succeeded last 20.*Z\.\n$/);
      expect((await job(', warnAfterHours: 1e-5, failAfterHours: 2e-5')).codes).toEqual(['fail backup/STALE']);
      await runBackupJob(lab, 'backup-by-hand-2', ['false'], signal);
      const failed = await job();
      expect(failed).toMatchObject({ exitCode: 3, codes: ['warn backup/LAST_RUN_FAILED', 'gap backup/BACKUPS_UNSEEN'] });
      expect(failed.messages[0]).toMatch(/^The Job backup-by-hand-2 failed at .*: BackoffLimitExceeded: /);
      await suspendBackupCronJob(lab, true, signal);
      expect((await job()).codes).toContain('warn backup/JOB_SUSPENDED');
    } finally {
      await removeBackupCronJob(lab, signal);
    }
  });

  test('CloudNativePG', async ({ signal }) => {
    const lab = await labOf(place());
    const cluster = (name = 'keycloak-db') => check(`cloudnativepg: { cluster: '${name}' }`);
    const archiving = (status: string) => ({
      spec: { instances: 3, plugins: [{ name: 'barman-cloud.cloudnative-pg.io', parameters: { barmanObjectName: 's3' } }] },
      status: {
        // Deprecated, and standing still with plugins: nobody is to believe it.
        lastSuccessfulBackup: '2020-01-01T00:00:00Z',
        conditions: [
          {
            type: 'ContinuousArchiving',
            status,
            reason: 'ContinuousArchivingSuccess',
            message: 'Continuous archiving',
            lastTransitionTime: '2026-11-01T00:00:00Z',
          },
        ],
      },
    });
    const backup = (phase: string, hoursAgo: number, more: object = {}) => {
      const at = `${new Date(Date.now() - hoursAgo * 3_600_000).toISOString().slice(0, 19)}Z`;
      return {
        spec: { cluster: { name: 'keycloak-db' }, method: 'plugin' },
        status: { phase, method: 'plugin', startedAt: at, ...(phase === 'running' ? {} : { stoppedAt: at }), ...more },
      };
    };
    try {
      expect(await cluster()).toMatchObject({
        exitCode: 3,
        codes: ['gap backup/SOURCE_UNREACHABLE'],
        messages: ['CloudNativePG is not installed in this Kubernetes cluster.'],
      });
      await installCloudNativePg(lab, signal);
      expect((await cluster()).messages).toEqual(['There is no Cluster keycloak-db in the namespace sso.']);
      await putResource(lab, 'Cluster', 'keycloak-db', archiving('True'), signal);
      // The lab's own server archives nothing, which is told beside it: what is asked here is what the resources say.
      const codesOf = async () =>
        (await cluster()).codes.filter((code) => code !== 'fail backup/WAL_LAG' && code !== 'warn backup/ONLY_ONE');
      expect(await codesOf()).toEqual(['fail backup/NONE_FOUND']);
      await putResource(lab, 'Backup', 'nightly-1', backup('running', 0), signal);
      expect(await codesOf()).toEqual(['gap backup/IN_PROGRESS_ONLY']);
      await putResource(lab, 'Backup', 'nightly-1', backup('completed', 30), signal);
      await putResource(lab, 'Backup', 'of-another', { spec: { cluster: { name: 'other-db' } }, status: { phase: 'completed' } }, signal);
      expect(await codesOf()).toEqual(['fail backup/STALE']);
      await putResource(lab, 'Backup', 'nightly-2', backup('completed', 3), signal);
      expect(await codesOf()).toEqual([]);
      await putResource(lab, 'Backup', 'nightly-3', backup('failed', 1, { error: 'no space left on device' }), signal);
      expect(await codesOf()).toEqual(['warn backup/LAST_RUN_FAILED']);
      await putResource(lab, 'Cluster', 'keycloak-db', archiving('False'), signal);
      expect((await cluster()).messages).toContain(
        'The write-ahead log of CloudNativePG, cluster keycloak-db has not been archived since 2026-11-01T00:00:00Z: Continuous archiving.',
      );
      // The resources may be deleted while the backups are kept.
      for (const name of ['nightly-1', 'nightly-2', 'nightly-3']) await removeResource(lab, 'Backup', name, signal);
      const window = {
        firstRecoverabilityPoint: '2026-11-01T00:00:00Z',
        lastSuccessfulBackupTime: `${new Date().toISOString().slice(0, 19)}Z`,
      };
      await putResource(lab, 'ObjectStore', 's3', { spec: {}, status: { serverRecoveryWindow: { 'keycloak-db': window } } }, signal);
      expect(await codesOf()).toEqual([]);
    } finally {
      await removeCloudNativePg(lab, signal);
    }
  });

  test('VolumeSnapshots', async ({ signal }) => {
    const lab = await labOf(place());
    const ofClaim = () => check(`volumeSnapshot: { claim: 'data-keycloak-db-0' }`);
    const snapshot = (claim: string, hoursAgo: number, status: object) => ({
      spec: { source: { persistentVolumeClaimName: claim }, volumeSnapshotClassName: 'csi' },
      status: {
        boundVolumeSnapshotContentName: 'snapcontent-1',
        creationTime: `${new Date(Date.now() - hoursAgo * 3_600_000).toISOString().slice(0, 19)}Z`,
        restoreSize: '10Gi',
        ...status,
      },
    });
    try {
      await installVolumeSnapshots(lab, signal);
      await putResource(lab, 'VolumeSnapshot', 'of-another', snapshot('data-other-0', 1, { readyToUse: true }), signal);
      expect(await ofClaim()).toMatchObject({ exitCode: 1, codes: ['fail backup/NONE_FOUND'] });
      await putResource(lab, 'VolumeSnapshot', 'nightly-1', snapshot('data-keycloak-db-0', 5, { readyToUse: true }), signal);
      await putResource(lab, 'VolumeSnapshot', 'nightly-2', snapshot('data-keycloak-db-0', 1, { error: { message: 'full' } }), signal);
      expect((await ofClaim()).codes).toEqual(['warn backup/LAST_RUN_FAILED', 'warn backup/ONLY_ONE']);
    } finally {
      await removeVolumeSnapshots(lab, signal);
    }
  });
}
