import { gap } from '@keycloak-release-gate/core';
import type { Exhibit, Fact, Judgement } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { datedKinds, datedTitles, notDated } from './dated-places.ts';
import type { DatedRows } from './dated-rows.ts';
import type { SinceBackup } from './since-backup.ts';

/** What restoring the backup loses, told as facts, a table and a time line. It finds nothing wrong; what was not counted is a gap. */
export function lostRows(seen: SinceBackup, subject: string): Judgement {
  if (!seen)
    return {
      findings: [],
      gaps: [
        gap(codes.NOT_COUNTED, {
          subject,
          reason: 'There is no backup that was read to its end and hashed, so nobody knows from when on.',
        }),
      ],
    };
  const { backup, rows } = seen;
  return {
    findings: [],
    gaps: rows.notCounted,
    facts: [
      { name: 'restoring loses everything since', value: backup.takenAt.earliest },
      ...datedKinds.flatMap((kind): Fact[] => {
        const counted = rows.counts[kind];
        return counted ? [{ name: `${datedTitles[kind]} since`, value: counted.since }] : [];
      }),
      { name: 'lost too, and without a date', value: notDated },
    ],
    exhibits: [table(rows, backup.name), timeline(rows, backup)],
  };
}

const table = ({ counts, now }: DatedRows, backup: string): Exhibit => ({
  kind: 'table',
  topic: 'rollback',
  title: 'What restoring the backup loses',
  note: `Dated after ${backup} was taken, up to ${now}. Lost too, and without a date: ${notDated}.`,
  columns: ['What', 'Since the backup'],
  rows: datedKinds.map((kind) => [datedTitles[kind], counts[kind] === undefined ? 'not counted' : String(counts[kind].since)]),
});

const timeline = ({ counts, now }: DatedRows, { name, takenAt: { earliest } }: NonNullable<SinceBackup>['backup']): Exhibit => ({
  kind: 'timeline',
  topic: 'rollback',
  title: 'From the backup to now',
  events: [
    { at: earliest, label: `${name} was taken`, lane: 'backup', tone: 'good' },
    { at: earliest, until: now, label: inWords(counts), lane: 'lost by restoring it', tone: 'warn' },
    { at: now, label: 'counted', lane: 'backup' },
  ],
});

/** `12 users created, 3 user events`; what there is none of is left out. */
function inWords(counts: DatedRows['counts']): string {
  const some = datedKinds.flatMap((kind) => ((counts[kind]?.since ?? 0) > 0 ? [`${counts[kind]?.since} ${datedTitles[kind]}`] : []));
  return some.length > 0 ? some.join(', ') : 'nothing that has a date';
}
