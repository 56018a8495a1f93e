import type { ForecastChangeSet } from './rollback-facts.ts';

/** A string of SQL: quotes in it are doubled. */
const text = "'((?:[^']|'')*)'";
const inserted = new RegExp(
  String.raw`\bINSERT INTO (?:"?\w+"?\.)?"?(databasechangelog(?:_\w+)?)"? \(ID, AUTHOR, FILENAME,[^)]*\) VALUES \(${text}, ${text}, ${text},`,
  'gi',
);
const written = /\b(?:INSERT INTO|UPDATE|DELETE FROM) (?:"?\w+"?\.)?"?(databasechangelog(?!lock)(?:_\w+)?)"?\s/gi;

/**
 * The change sets that an exported migration would write down, as Liquibase writes them into its change logs. A statement on a change log
 * that is not understood counts as a change set without a name: what it does is not known, and that it does something is.
 */
export function forecastChangeSets(sql: string): readonly ForecastChangeSet[] {
  const named = Array.from(sql.matchAll(inserted), ([, table = '', id = '', author = '', filename = '']): ForecastChangeSet => ({
    table: table.toLowerCase(),
    id: plain(id),
    author: plain(author),
    filename: plain(filename),
  }));
  const all = Array.from(sql.matchAll(written), ([, table = '']) => table.toLowerCase());
  const unnamed = [...new Set(all)].flatMap((table) => {
    const count = all.filter((each) => each === table).length - named.filter((each) => each.table === table).length;
    return Array.from({ length: Math.max(0, count) }, () => ({
      table,
      id: 'a change set that is not named',
      author: '',
      filename: 'unknown',
    }));
  });
  return [...named, ...unnamed];
}

const plain = (literal: string): string => literal.replaceAll("''", "'");
