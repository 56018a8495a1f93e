/** An index that a migration builds. */
export interface IndexBuild {
  readonly index: string;
  readonly table: string;
}

/** What the SQL of a migration does. Names are in lower case, without their schema. */
export interface MigrationSummary {
  readonly statements: number;
  /** `ALTER TABLE` → 45; without what only writes the change log. */
  readonly byKind: Readonly<Record<string, number>>;
  /** The tables that it changes, and those that it makes or drops; without the change logs. */
  readonly tables: readonly string[];
  readonly indexBuilds: readonly IndexBuild[];
  /** Rows that are added to a change log: `26.5.0-add-remember-me`. */
  readonly changeSets: number;
}

interface Statement {
  readonly kind: string;
  readonly table: string | undefined;
  readonly index?: string;
}

const name = String.raw`((?:"[^"]+"|[\w$]+)(?:\.(?:"[^"]+"|[\w$]+))?)`;

/** What stands at the beginning of a statement, and where its table's name is. */
const forms: readonly { readonly kind: string; readonly form: RegExp }[] = [
  { kind: 'CREATE TABLE', form: new RegExp(String.raw`^CREATE TABLE (?:IF NOT EXISTS )?(?<table>${name})`, 'i') },
  { kind: 'DROP TABLE', form: new RegExp(String.raw`^DROP TABLE (?:IF EXISTS )?(?<table>${name})`, 'i') },
  { kind: 'ALTER TABLE', form: new RegExp(String.raw`^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(?<table>${name})`, 'i') },
  {
    kind: 'CREATE INDEX',
    form: new RegExp(
      String.raw`^CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?(?<index>${name}) ON (?:ONLY )?(?<table>${name})`,
      'i',
    ),
  },
  { kind: 'DROP INDEX', form: /^DROP INDEX/i },
  { kind: 'INSERT', form: new RegExp(String.raw`^INSERT INTO (?<table>${name})`, 'i') },
  { kind: 'UPDATE', form: new RegExp(String.raw`^UPDATE (?:ONLY )?(?<table>${name})`, 'i') },
  { kind: 'DELETE', form: new RegExp(String.raw`^DELETE FROM (?:ONLY )?(?<table>${name})`, 'i') },
];

const isChangeLog = (table: string | undefined): boolean => table !== undefined && /^databasechangelog(?:lock)?(?:_|$)/.test(table);

/** Sums up what Liquibase wrote down in place of running it. */
export function summariseMigration(sql: string): MigrationSummary {
  const statements = statementsOf(sql).map(statementOf);
  const own = statements.filter(({ table }) => !isChangeLog(table));
  const byKind: Record<string, number> = {};
  for (const { kind } of own) byKind[kind] = (byKind[kind] ?? 0) + 1;
  return {
    statements: own.length,
    byKind,
    tables: [...new Set(own.flatMap(({ table }) => table ?? []))].toSorted(),
    indexBuilds: own.flatMap(({ kind, index, table }) =>
      kind === 'CREATE INDEX' && index !== undefined && table !== undefined ? [{ index, table }] : [],
    ),
    changeSets: statements.filter(({ kind, table }) => kind === 'INSERT' && isChangeLog(table)).length,
  };
}

function statementOf(text: string): Statement {
  const words = text.replaceAll(/\s+/g, ' ').trim();
  for (const { kind, form } of forms) {
    const found = form.exec(words);
    if (!found) continue;
    const { table, index } = found.groups ?? {};
    return { kind, table: table === undefined ? undefined : plain(table), ...(index === undefined ? {} : { index: plain(index) }) };
  }
  return { kind: (/^[A-Za-z]+(?: [A-Za-z]+)?/.exec(words)?.[0] ?? 'OTHER').toUpperCase(), table: undefined };
}

/** `public."REALM"` → `realm`. */
const plain = (qualified: string): string => (qualified.split('.').at(-1) ?? '').replaceAll('"', '').toLowerCase();

/** The statements of a script: what ends in a semicolon that stands in no string, no quoted name and no comment. */
export function statementsOf(sql: string): readonly string[] {
  const statements: string[] = [];
  let current = '';
  for (const [token] of sql.matchAll(tokens)) {
    if (token === ';') {
      statements.push(current);
      current = '';
    } else if (!token.startsWith('--') && !token.startsWith('/*')) current += token;
  }
  return [...statements, current].map((text) => text.trim()).filter((text) => text !== '');
}

/** Comments, strings (with escapes, plain, in dollars), quoted names, and anything else in pieces that hold none of them. */
const tokens =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|"[^"]*"|;|(?:(?!\b[eE]')[^;'"$/-])+|[\s\S]/g;

/**
 * The script without what may be a row's own value: a provider's change set may write down what it found in the database. Strings and numbers
 * stay only where they are of the schema, or of a change log: which change sets it holds is read from there.
 */
export function withoutRowValues(sql: string): string {
  const statements: string[][] = [[]];
  for (const [token] of sql.matchAll(tokens)) {
    statements.at(-1)?.push(token);
    if (token === ';') statements.push([]);
  }
  return statements.map((parts) => (holdsNoRows(parts) ? parts : parts.map(withoutLiterals)).join('')).join('');
}

const isComment = (token: string): boolean => token.startsWith('--') || token.startsWith('/*');
const isString = (token: string): boolean => /^(?:[eE]?'|\$\w*\$)/.test(token);

function holdsNoRows(parts: readonly string[]): boolean {
  const words = parts
    .filter((token) => !isComment(token))
    .map((token) => (isString(token) ? "''" : token))
    .join('')
    .trim();
  if (/^(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:"?\w+"?\.)?"?databasechangelog/i.test(words)) return true;
  return /^(?:CREATE|ALTER|DROP|COMMENT|TRUNCATE|LOCK|SET)\b/i.test(words) && !/\b(?:SELECT|VALUES|EXECUTE)\b/i.test(words);
}

/** That the body of a block writes a change log must be seen, whatever it writes there. */
const writesChangeLog = /\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:"?\w+"?\.)?"?databasechangelog(?:_\w+)?"?/gi;

function withoutLiterals(token: string): string {
  if (isComment(token) || token.startsWith('"')) return token;
  if (isString(token)) return `'${['', ...(token.match(writesChangeLog) ?? []), ''].join(' … ').trim()}'`;
  return token.replaceAll(/\b\d+(?:\.\d+)?\b/g, '…');
}
