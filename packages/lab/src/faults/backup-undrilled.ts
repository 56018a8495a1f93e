import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../lab/lab.ts';
import { manifestOf } from '../postgres/manifest.ts';
import type { Fault } from './fault.ts';

/** A name of its own, by which healing finds it. */
const fileOf = (lab: Lab): string => join(lab.folder.backups, 'undrilled.dump');

export const backupUndrilled: Fault = {
  id: 'backup-undrilled',
  title: 'A backup was taken after the one that was restored on trial',
  async inject(lab, signal) {
    const { file } = await lab.dumpDatabase({ signal });
    await rename(manifestOf(file), manifestOf(fileOf(lab)));
    await rename(file, fileOf(lab));
  },
  async heal(lab) {
    await rm(fileOf(lab), { force: true });
    await rm(manifestOf(fileOf(lab)), { force: true });
  },
  expect: {
    suite: 'pre-release',
    cause: 'backup/DRILL_MISSING',
    exitCode: 3,
    mayAlso: [],
    domains: ['backup/restorable'],
  },
};
