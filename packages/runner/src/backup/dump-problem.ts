/** Why there is no dump: nothing was left behind. */
export class DumpProblem extends Error {
  override readonly name = 'DumpProblem';
  readonly code: string;
  readonly remedy: string;
  /** 2 where whoever calls it must correct something, 3 where it could not be done now. */
  readonly exitCode: 2 | 3;

  constructor(exitCode: 2 | 3, code: string, message: string, remedy: string) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
    this.remedy = remedy;
  }
}

/** What PostgreSQL's programs and servers say in English, by what it means for who takes a backup. The first that fits. */
const meanings: readonly (readonly [says: RegExp, exitCode: 2 | 3, code: string, remedy: string])[] = [
  [
    /server version mismatch|unsupported version \(/,
    2,
    'TOOL_TOO_OLD',
    "Install PostgreSQL's client programs in the server's version or a newer one (`postgresql-client`), or name their folder in POSTGRES_PROGRAMS.",
  ],
  [
    /password authentication failed|no password supplied|authentication failed|no pg_hba\.conf entry|role "[^"]*" does not exist|role "[^"]*" is not permitted/,
    2,
    'CREDENTIALS_REFUSED',
    'Check PGUSER, and PGPASSWORD or PGPASSFILE; and pg_hba.conf for this machine.',
  ],
  [/database "[^"]*" does not exist/, 2, 'DATABASE_UNKNOWN', 'Check PGDATABASE.'],
  [
    /permission denied|must be (?:owner|superuser)|row-level security/,
    2,
    'NOT_ALLOWED',
    "Take the backup as the owner of Keycloak's tables, or as a role with GRANT pg_read_all_data.",
  ],
  [
    /definition of service|service file|invalid (?:connection option|port number|sslmode)|root certificate file/,
    2,
    'BAD_CONNECTION',
    'Correct the PG* variables.',
  ],
  [
    /--compress|compression|unrecognized option/,
    2,
    'BAD_COMPRESSION',
    'Give --compress a level that this pg_dump knows: 0 to 9; since PostgreSQL 16 also gzip:6, lz4 or zstd:3.',
  ],
  [/No space left on device|Disk quota exceeded/, 3, 'DISK_FULL', 'Make room where the backups are kept.'],
  [
    /lock timeout|could not obtain lock/,
    3,
    'DATABASE_LOCKED',
    'Something holds a table of Keycloak (a migration, VACUUM FULL): wait until it is done, then take the backup again.',
  ],
  [
    /connection to server|could not (?:connect|translate host name)|Connection refused|timeout expired|starting up|shutting down|too many (?:clients|connections)|terminating connection|server closed the connection/,
    3,
    'UNREACHABLE',
    'Check PGHOST and PGPORT, that the database runs, and that this machine may connect to it.',
  ],
];

/**
 * What a program of PostgreSQL complained of, as a problem. Only the first complaint is told, and what the server added to it is not:
 * DETAIL, CONTEXT and commands may quote rows.
 */
export function dumpProblem(complaint: string, program: string): DumpProblem {
  const lines = complaint.split('\n').filter((line) => !/(?:DETAIL|CONTEXT|HINT|STATEMENT|QUERY|Command was|Query was):/.test(line));
  const told = lines.filter((line) => /error|fatal/i.test(line));
  const first = (told.find((line) => /Error message from server/.test(line)) ?? told[0] ?? lines[0] ?? '')
    .replace(/^(?:pg_dump|psql):\s*(?:<stdin>:\d+:\s*)?(?:error:\s*|detail:\s*)?/i, '')
    .replaceAll(/[^\P{C}\t]/gu, '')
    .slice(0, 300);
  const [, exitCode, code, remedy] = meanings.find(([says]) => says.test(complaint)) ?? [
    undefined,
    3,
    'DUMP_FAILED',
    "See what PostgreSQL says, and the server's log.",
  ];
  return new DumpProblem(exitCode, code, `${program} said: ${first || 'nothing'}`, remedy);
}
