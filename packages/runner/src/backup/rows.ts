import { BackupDirectory, BackupList, judgeDrill, telling } from '@keycloak-release-gate/checks/backup';
import type { Backup, DrillRecord, Dump } from '@keycloak-release-gate/checks/backup';
import type { SeenSource } from './look.ts';

/** One backup in a list of all. */
export interface BackupRow {
  readonly name: string;
  readonly source: string;
  /** The look that saw it. */
  readonly look: string;
  readonly kind: string;
  readonly state: string;
  /** What a restore brings back; two moments where a clock without a time zone leaves it open. */
  readonly takenAt: { readonly earliest: string; readonly latest: string } | null;
  readonly bytes: number | null;
  readonly database: string | null;
  readonly keycloakVersion: string | null;
  readonly manifest: boolean;
  readonly sha256: string | null;
  readonly drill: (Pick<DrillRecord, 'level' | 'finishedAt' | 'failure'> & { readonly good: boolean }) | null;
  /** As its source tells of it; undefined for a dump in a directory. */
  readonly backup?: Backup;
}

/** Every backup of every source that could be seen, newest first. */
export function rowsOf(seen: readonly SeenSource[], drills: readonly DrillRecord[]): readonly BackupRow[] {
  return seen
    .flatMap(({ look, evidence }): BackupRow[] => {
      const directory = BackupDirectory.safeParse(evidence);
      if (directory.success) return directory.data.dumps.map((dump) => rowOfDump(dump, directory.data.directory, look, drills));
      const list = BackupList.safeParse(evidence);
      return list.success ? list.data.backups.map((backup) => rowOfBackup(backup, list.data.source, look, drills)) : [];
    })
    .toSorted((a, b) => (order(a) < order(b) ? 1 : -1));
}

const order = ({ takenAt, name }: BackupRow): string => `${takenAt?.latest ?? ''} ${name}`;

/** What the drills of this very backup tell: a failure that none has refuted, or else the highest level that one came to; the newest of these. */
function drillOf(sha256: string | null, drills: readonly DrillRecord[]): BackupRow['drill'] {
  const own = drills.filter(({ backup }) => sha256 !== null && backup.sha256 === sha256);
  const told = telling(own, {});
  const passed = own.filter((drill) => drill.failure === null && isGood(drill));
  // By its name a level is as high as it is in order.
  const highest = passed.toSorted((a, b) => (b.level ?? '').localeCompare(a.level ?? ''))[0];
  const chosen = told && !isGood(told) ? told : (highest ?? told ?? own[0]);
  return chosen ? { level: chosen.level, finishedAt: chosen.finishedAt, failure: chosen.failure, good: isGood(chosen) } : null;
}

function isGood(drill: DrillRecord): boolean {
  const { findings, gaps } = judgeDrill(drill, {});
  return gaps.length === 0 && findings.every(({ severity }) => severity !== 'fail');
}

function rowOfDump(dump: Dump, directory: string, look: string, drills: readonly DrillRecord[]): BackupRow {
  const { name, kind, packed, takenAt, bytes, header, manifest, contents, inProgress } = dump;
  const sha256 = dump.sha256 ?? manifest?.sha256 ?? null;
  return {
    name,
    source: directory,
    look,
    kind: packed === undefined ? kind : `${kind}, ${packed}`,
    state: inProgress ? 'being written' : contents.kind,
    takenAt: { earliest: takenAt.earliest, latest: takenAt.latest },
    bytes,
    database: header?.database ?? manifest?.database ?? null,
    keycloakVersion: contents.kind === 'whole' ? contents.keycloakVersion : (manifest?.migrationVersion ?? null),
    manifest: manifest !== null,
    sha256,
    drill: drillOf(sha256, drills),
  };
}

function rowOfBackup(backup: Backup, source: string, look: string, drills: readonly DrillRecord[]): BackupRow {
  const { id, kind, state, consistentAt, bytes, dbName, sha256 } = backup;
  return {
    name: id,
    source,
    look,
    kind,
    state,
    takenAt: consistentAt === null ? null : { earliest: consistentAt, latest: consistentAt },
    bytes,
    database: dbName,
    keycloakVersion: null,
    manifest: false,
    sha256,
    drill: drillOf(sha256, drills),
    backup,
  };
}
