import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Variables } from '../scenarios/resolve-environment.ts';

/** The settings of a service in libpq's service file, or why there are none. Source: PostgreSQL's documentation, 34.17. */
export function serviceOf(
  name: string,
  variables: Variables,
): { readonly settings: Readonly<Record<string, string>> } | { readonly why: string } {
  const own = variables['PGSERVICEFILE'] || join(variables['HOME'] ?? homedir(), '.pg_service.conf');
  const files = [own, join(variables['PGSYSCONFDIR'] || '/etc/postgresql-common', 'pg_service.conf')];
  for (const file of files) {
    const settings = sectionOf(textOf(file), name);
    if (settings) return { settings };
  }
  return { why: `There is no service "${name}" in ${files.join(' nor in ')}.` };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return '';
    throw error;
  }
}

function sectionOf(text: string, name: string): Readonly<Record<string, string>> | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const at = lines.indexOf(`[${name}]`);
  if (at === -1) return undefined;
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.startsWith('['));
  const settings = rest.slice(0, end === -1 ? undefined : end).flatMap((line): [string, string][] => {
    const [, key, value] = /^([^#=\s]+)\s*=\s*(.*)$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(settings);
}
