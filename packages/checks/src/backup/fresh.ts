import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import type { Exhibit, Fact, Finding, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { backupDirectory } from './directory.ts';
import type { Dump } from './directory.ts';
import { dumpsOf, newestGood } from './good-dump.ts';
import { ageFindings, hours, sizeFindings } from './age-and-size.ts';
import { compareVersions } from '../database/version.ts';

/** There is a recent backup of the right database, whole and of the version that a rollback goes back to. */
export const backupFresh = defineCheck({
  id: 'backup/fresh',
  title: 'A fresh and whole backup of the database is there',
  why: 'Rollback plan B is as good as the newest backup: one that is old, cut, of another database or taken after the upgrade brings nothing back.',
  reads: { seen: backupDirectory },
  onGaps: 'judge',
  expects: z.object({
    warnAfterHours: z.number().positive().default(12),
    failAfterHours: z.number().positive().default(24),
    database: z.string().optional(),
    /** The Keycloak version that the backup must hold; without it, any. */
    version: z.string().optional(),
  }),
  expected: ({ environment: { backups, database }, release }) => ({
    ...(backups ? { warnAfterHours: backups.warnAfterHours, failAfterHours: backups.failAfterHours } : {}),
    ...(database ? { database: database.name } : {}),
    ...(release ? { version: release.keycloak.from } : {}),
  }),
  judge: ({ seen }, expected, { now }) => {
    const subject = `directory/${seen.directory}`;
    const dumps = dumpsOf(seen, expected.database);
    const others = seen.dumps.length - dumps.length;
    const exhibits = seen.dumps.length > 0 ? [table(seen.dumps)] : [];
    const finished = dumps.filter((dump) => !dump.inProgress);
    if (finished.length === 0 && dumps.length > 0)
      return {
        findings: [],
        gaps: [gap(codes.IN_PROGRESS_ONLY, { subject, reason: `${dumps[0]?.name} is still being written.` })],
        exhibits,
      };
    if (finished.length === 0) return { findings: [noneFound(subject, seen.dumps, expected.database)], exhibits };
    const { good, findings } = newestGood(dumps);
    const gaps = manifestGaps(finished.slice(0, 1));
    if (!good) return { findings, gaps: findings.length > 0 ? gaps : [...gaps, notRead(finished)], exhibits };
    const age = ageFindings(good, expected, now);
    return {
      findings: [...findings, ...age.findings, ...contentFindings(good, expected), ...sizeFindings(good, finished)],
      gaps: [...gaps, ...age.gaps],
      facts: facts(good, now, finished.length, others + seen.leftOut),
      exhibits,
    };
  },
});

function noneFound(subject: string, all: readonly Dump[], database: string | undefined): Finding {
  const foreign = [...new Set(all.flatMap((dump) => dump.header?.database ?? []))];
  if (foreign.length === 0 || database === undefined)
    return finding(codes.NONE_FOUND, { subject, message: 'The directory holds no backup.' });
  const message = `The directory holds backups of ${foreign.join(', ')} and none of "${database}".`;
  return finding(codes.WRONG_DATABASE, { subject, message, expected: database, actual: foreign });
}

function contentFindings(good: Dump, { version }: { readonly version?: string | undefined }): Finding[] {
  if (good.contents.kind !== 'whole') return [];
  const subject = `backup/${good.name}`;
  const { keycloakVersion, changeSets, counts } = good.contents;
  if (keycloakVersion === null || changeSets === 0 || counts['realm'] === 0) {
    const message = `${good.name} holds ${changeSets} change sets, ${counts['realm'] ?? 0} realms and ${keycloakVersion === null ? 'no version of Keycloak' : `Keycloak ${keycloakVersion}`}.`;
    return [finding(codes.NOT_KEYCLOAK, { subject, message })];
  }
  if (version === undefined || compareVersions(keycloakVersion, version) === 0) return [];
  const later =
    compareVersions(keycloakVersion, version) > 0
      ? 'it was taken after an upgrade, and restoring it brings the new schema back'
      : 'it was taken before an earlier upgrade';
  const message = `${good.name} holds the schema of Keycloak ${keycloakVersion}, where ${version} is to be restored: ${later}.`;
  return [finding(codes.WRONG_KEYCLOAK_VERSION, { subject, message, expected: version, actual: keycloakVersion })];
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
    { name: 'newest good backup', value: good.name },
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
      dump.header?.database ?? '',
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
