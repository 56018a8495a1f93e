import { dumpsOf, newestGood, pinnedSet } from '@keycloak-release-gate/checks';
import type { Backup, BackupSets, Dump } from '@keycloak-release-gate/checks/backup';
import type { Environment, Problem } from '@keycloak-release-gate/core';
import { restoreProblem } from '../backup/may-restore.ts';
import type { Live } from './live.ts';

/** The file of an environment, for whoever is to change it. */
export const fileOf = ({ id }: Environment): string => `scenarios/environments/${id}.ts`;

/** What of the environment's file stands in the way of restoring a backup on this host, and of trying both versions on it. */
export function restoreProblems(environment: Environment, host: string): readonly Problem[] {
  const { id, backups } = environment;
  const where = fileOf(environment);
  if (!backups)
    return [
      {
        code: 'NO_BACKUPS',
        message: `The environment "${id}" declares no backups, so nothing can be restored and tried.`,
        where,
        remedy: 'Declare `backups`, with `restore`.',
      },
    ];
  const { restore } = backups;
  const notAllowed = restoreProblem(environment, where, host);
  const noHomes: Problem = {
    code: 'NO_KEYCLOAK_HOMES',
    message: `The environment "${id}" does not say where Keycloak's programs of both versions are.`,
    where: `${where}: backups.restore.keycloak`,
    remedy: "Unpack /opt/keycloak of both images into a folder per version, and name it: '/opt/keycloak/{version}'.",
  };
  return [...(notAllowed ? [notAllowed] : []), ...(restore?.keycloak === undefined ? [noHomes] : [])];
}

/** A backup that can be tried: a dump with its folder, or one of another kind with what keeps it. */
export type Newest = { readonly dump: Dump; readonly directory: string } | { readonly set: Backup; readonly sets: BackupSets };

/** The newest backup that is proven whole, or that its keeper calls sound; a problem where there is none. */
export function newestBackup(environment: Environment, live: Live): Newest | Problem {
  const sets = live.backups?.sets;
  const set = sets && pinnedSet(sets);
  if (set) return { set, sets };
  const dump = live.backups && newestGood(dumpsOf(live.backups, environment.database?.name)).good;
  if (live.backups && dump) return { dump, directory: live.backups.directory };
  return {
    code: 'NO_GOOD_BACKUP',
    message: ['There is no good backup to restore and try on.', ...live.gaps.backups.map(({ reason }) => reason)].join(' '),
    where: `${fileOf(environment)}: backups`,
    remedy: 'Take one; the suite pre-release says what is wrong with those that are there.',
  };
}
