import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import type { Backup } from './sources/backup.ts';
import { sourceCodes } from './sources/codes.ts';

const MOST_NAMED = 3;

/** A backup whose log has a hole before its own end: no server comes up on it. */
export function missingWal({ id, missingWal: lost = [] }: Pick<Backup, 'id' | 'missingWal'>, source: string): Finding {
  const named = lost.slice(0, MOST_NAMED).join(', ');
  const more = lost.length > MOST_NAMED ? ` and ${lost.length - MOST_NAMED} more` : '';
  const message = `${id} needs ${lost.length === 1 ? 'a segment' : 'segments'} of the write-ahead log that the archive of ${source} lacks: ${named}${more}.`;
  return finding(sourceCodes.WAL_GAP, { subject: `backup/${id}`, message, expected: 0, actual: lost.length });
}
