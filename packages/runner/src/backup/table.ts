import { cleanLine } from '../report/clean-text.ts';
import type { BackupRow } from './rows.ts';

const headings = ['backup', 'taken', 'size', 'database', 'Keycloak', 'manifest', 'state', 'drilled', 'SHA-256', 'source'];

/** The rows as a table for a terminal: names come from files and headers, and reach it as one harmless line each. */
export function tableOf(rows: readonly BackupRow[], now: number): string {
  const cells = rows.map((row) =>
    [
      row.name,
      row.takenAt === null
        ? '?'
        : `${row.takenAt.earliest.slice(0, 16).replace('T', ' ')}Z (${age(now - Date.parse(row.takenAt.earliest))})`,
      row.bytes === null ? '?' : size(row.bytes),
      row.database ?? '',
      row.keycloakVersion ?? '',
      row.manifest ? 'yes' : '',
      row.state,
      row.drill === null ? '' : row.drill.good ? `${row.drill.level} ${row.drill.finishedAt.slice(0, 10)}` : 'failed',
      row.sha256?.slice(0, 12) ?? '',
      row.source,
    ].map(cleanLine),
  );
  const widths = headings.map((heading, column) => Math.max(heading.length, ...cells.map((line) => line[column]?.length ?? 0)));
  return [headings, ...cells]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function age(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 0) return 'in the future';
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes === 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? 'B'}`;
}
