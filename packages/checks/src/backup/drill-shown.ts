import type { Exhibit } from '@keycloak-release-gate/core';
import { isPhysical, restoreInWords } from './drill-record.ts';
import type { DrillRecord } from './drill-record.ts';

/** The backup and how long it took to restore it, for whoever decides on a rollback and whoever does it. */
export function drillShown(record: DrillRecord, withinSeconds: number | undefined): Exhibit {
  const { backup, seconds, host, finishedAt, level, restored, manifest, failure } = record;
  const physical = isPhysical(record);
  const { earliest, latest } = backup.takenAt;
  const time = (label: string, value: number | null): { readonly label: string; readonly value: string } => ({
    label,
    value: value === null ? 'not measured' : `${value.toFixed(1)} s`,
  });
  return {
    kind: 'sheet',
    topic: 'rollback',
    title: 'The backup, restored on trial',
    sections: [
      {
        title: 'Backup',
        entries: [
          { label: 'name', value: backup.name },
          { label: physical ? 'fingerprint' : 'SHA-256', value: backup.sha256 },
          ...(physical ? [{ label: 'kept by', value: backup.source }] : []),
          { label: 'size', value: `${backup.bytes} bytes` },
          { label: 'taken', value: earliest === latest ? earliest : `between ${earliest} and ${latest}` },
          { label: 'Keycloak version in it', value: restored?.keycloakVersion ?? 'not told' },
          { label: 'held against', value: manifest ? 'its manifest' : 'nothing: it has no manifest' },
        ],
      },
      {
        title: 'Trial',
        entries: [
          { label: 'finished', value: finishedAt },
          { label: 'on', value: host },
          { label: 'level', value: level ?? 'not restored' },
          ...(failure
            ? [
                {
                  label: 'ended',
                  value: failure.why,
                  mark:
                    failure.problem === 'broken'
                      ? { tone: 'bad' as const, text: 'failed' }
                      : { tone: 'warn' as const, text: 'not finished' },
                },
              ]
            : []),
        ],
      },
      {
        title: 'Time to restore, as measured',
        entries: [
          time(physical ? 'copying its files' : 'fetch or unpack', seconds.fetch),
          time(physical ? 'recovery by its log' : 'rows', seconds.restore),
          // They are among the files.
          ...(physical ? [] : [time('indexes and constraints', seconds.index)]),
          time('start of Keycloak', seconds.boot),
          { label: 'together', value: failure ? 'not measured to its end' : restoreInWords(record) },
          ...(withinSeconds === undefined ? [] : [{ label: 'the environment allows', value: `${withinSeconds} s` }]),
          time('look into what was restored, which a rollback does besides', seconds.look),
        ],
      },
    ],
  };
}
