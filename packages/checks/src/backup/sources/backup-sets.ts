import { z } from 'zod';
import { BackupList } from './backup.ts';
import type { Backup } from './backup.ts';

/** Backups that are no dumps in a folder: what keeps them brings them back. */
export const BackupSets = BackupList.extend({
  keeper: z.enum(['pgbackrest', 'command']),
  /** How whoever restores names the place to pgBackRest. */
  stanza: z.string().optional(),
});
export type BackupSets = z.infer<typeof BackupSets>;

/** The one that a restore would take: the newest that is sound, as far as its keeper knows; undefined where that one is not known closely. */
export function pinnedSet({ backups }: Pick<BackupSets, 'backups'>): Backup | undefined {
  const newest = backups.find(({ state }) => state === 'complete');
  return newest?.identity && newest.sha256 !== null ? newest : undefined;
}
