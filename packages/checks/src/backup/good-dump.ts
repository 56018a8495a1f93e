import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { BackupDirectory, Dump } from './directory.ts';
import { countedWhen } from './manifest.ts';

/** The newest dump that is proven whole, and what is wrong with those that are newer. */
export interface NewestGood {
  readonly good?: Dump;
  /** The newest one without a fault that is known, where it was not read to its end: nobody knows whether it is good. */
  readonly unread?: Dump;
  readonly findings: readonly Finding[];
}

/** Goes from the newest dump back to the first good one. Dumps that are still written are passed over. */
export function newestGood(dumps: readonly Dump[]): NewestGood {
  const findings: Finding[] = [];
  for (const dump of dumps.filter((each) => !each.inProgress)) {
    const faults = dumpFaults(dump);
    findings.push(...faults);
    if (faults.length === 0) return dump.contents.kind === 'whole' ? { good: dump, findings } : { unread: dump, findings };
  }
  return { findings };
}

/** The dumps of one database; those that do not say may be of it. */
export const dumpsOf = ({ dumps }: BackupDirectory, database: string | undefined): readonly Dump[] =>
  database === undefined ? dumps : dumps.filter((dump) => (databaseOf(dump) ?? database) === database);

/** The database that a dump says it is of; a plain one without a manifest does not. */
export const databaseOf = ({ header, manifest }: Dump): string | undefined => header?.database ?? manifest?.database;

/** What makes a dump unfit to be restored, whatever its age. */
function dumpFaults(dump: Dump): Finding[] {
  const subject = `backup/${dump.name}`;
  if (dump.kind === 'empty') return [finding(codes.EMPTY, { subject, message: emptyMessage(dump), actual: 0 })];
  return [...readingFaults(subject, dump), ...manifestFaults(subject, dump)];
}

const emptyMessage = ({ name, bytes, packed, modifiedAt }: Dump): string =>
  `${name} has no content (${bytes} bytes${packed === undefined ? '' : `, with nothing packed in them by ${packed}`}, written ${modifiedAt}).`;

function readingFaults(subject: string, { name, bytes, contents }: Dump): Finding[] {
  switch (contents.kind) {
    case 'broken':
      return [finding(codes.BROKEN, { subject, message: `${name} (${bytes} bytes) cannot be read to its end: ${contents.why}.` })];
    case 'truncated':
      return [finding(codes.TRUNCATED, { subject, message: `${name} (${bytes} bytes) ends too early: ${contents.why}.` })];
    case 'whole':
    case 'not read':
      return [];
  }
}

function manifestFaults(subject: string, { name, bytes, sha256, manifest, contents }: Dump): Finding[] {
  if (!manifest) return [];
  if (sha256 !== null && sha256 !== manifest.sha256) {
    const message = `${name} has the SHA-256 ${sha256} and ${bytes} bytes; its manifest says ${manifest.sha256} and ${manifest.bytes} bytes.`;
    return [finding(codes.HASH_MISMATCH, { subject, message, expected: manifest.sha256, actual: sha256 })];
  }
  if (contents.kind !== 'whole') return [];
  const counted: Readonly<Record<string, number>> = { databasechangelog: contents.changeSets, ...contents.counts };
  const said: Readonly<Record<string, number>> = { databasechangelog: manifest.changeSets, ...manifest.counts };
  // Evidence of before all tables were counted has but three of them.
  const isAll = contents.parts !== undefined;
  return Object.entries(said)
    .filter(([table, rows]) => (counted[table] ?? (isAll ? 0 : rows)) !== rows)
    .map(([table, rows]) =>
      finding(codes.COUNT_MISMATCH, {
        subject: `${subject}/${table}`,
        message: `${name} holds ${counted[table] === undefined ? `no data of ${table}` : `${counted[table]} rows of ${table}`}; ${rows} ${countedWhen(manifest)}.`,
        expected: rows,
        actual: counted[table] ?? 0,
      }),
    );
}
