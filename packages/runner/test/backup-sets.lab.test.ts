import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrillRecord } from '@keycloak-release-gate/checks/backup';
import { RunRecord } from '@keycloak-release-gate/core';
import { archiving, openDatabaseServer, openPgBackRest, providePrograms, provideTools } from '@keycloak-release-gate/lab';
import type { DatabaseServer, PgBackRest } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environment, place, program, verify } from './run-program.ts';

const signal = AbortSignal.timeout(600_000);
const work = mkdtempSync(join(tmpdir(), 'backup-sets-'));
const reports = join(work, 'reports');
/** Where the gate makes its places: what is there is this test's. */
const temporary = join(work, 'temporary');
let live: DatabaseServer;
let repository: PgBackRest;
let pgbackrest = '';
/** Labels: the oldest first. The second is the newest one before the release. */
let labels: readonly string[] = [];

const addUser = (name: string, minutesAgo: number): Promise<string> =>
  live.sql(
    `INSERT INTO user_entity (id, realm_id, username, email_constraint, enabled, created_timestamp)
       SELECT '${name}', id, '${name}', '${name}', true, ${Date.now() - minutesAgo * 60_000} FROM realm WHERE name = 'master'`,
  );
const backUp = (): Promise<string> => repository.run('backup', '--type=full', '--start-fast');

beforeAll(async () => {
  mkdirSync(temporary);
  for (const folder of [work, temporary]) chmodSync(folder, 0o711);
  const [tools, programs] = await Promise.all([provideTools(() => undefined, signal), providePrograms(['pgbackrest', 'jq'], signal)]);
  pgbackrest = programs.pgbackrest;
  live = await openDatabaseServer({ tools, version: '26.4.0', settings: archiving, initialised: ['--data-checksums'], signal });
  repository = await openPgBackRest(live, pgbackrest, 'keycloak', signal);
  await addUser('early', 60);
  await backUp();
  await addUser('late', 30);
  await backUp();
  labels = readdirSync(join(repository.folder, 'backup/keycloak'))
    .filter((name) => /^\d{8}-\d{6}F$/.test(name))
    .toSorted();
});
afterAll(async () => {
  await live?.dispose();
  rmSync(work, { recursive: true, force: true });
});

const byPgBackRest = (): string => `pgbackrest: { stanza: 'keycloak', config: '${repository.config}' }`;
const one = (keeper = byPgBackRest(), restore = ''): string =>
  environment(
    `backups: { ${keeper}, restore: { hosts: ['${hostname()}']${restore} } },
     database: { host: '${live.server.host}', port: ${live.server.port}, name: 'keycloak', user: 'gate', password: secret.variable('TEST_DATABASE_PASSWORD'), tls: 'off' },`,
  );
const secrets = () => ({ TEST_GATE_SECRET: 'long-enough-secret', TEST_DATABASE_PASSWORD: live.passwords.gate, TMPDIR: temporary });

interface Judged {
  readonly exitCode: number | null;
  /** `fail code`, and `? code` for what was not seen. */
  readonly said: readonly string[];
  readonly messages: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
}

interface Told {
  readonly code: string;
  readonly severity?: string;
  readonly message?: string;
  readonly reason?: string;
}
const judged = (
  exitCode: number | null,
  findings: readonly Told[],
  gaps: readonly Told[],
  facts: readonly { name: string; value: unknown }[],
): Judged => ({
  exitCode,
  said: [...findings.map(({ severity, code }) => `${severity} ${code}`), ...gaps.map(({ code }) => `? ${code}`)],
  messages: [...findings.map(({ message }) => message ?? ''), ...gaps.map(({ reason }) => reason ?? '')],
  facts: Object.fromEntries(facts.map(({ name, value }) => [name, value])),
});

async function drill(args: readonly string[] = [], environmentText = one()): Promise<Judged & { readonly record: DrillRecord | null }> {
  const { exitCode, out, err } = await verify(
    ['backup', 'drill', '--env', 'one', '--reports', reports, '--json', ...args],
    { environment: environmentText },
    // Whoever runs it may have these set: they lead a restore nowhere.
    { ...secrets(), PGHOST: live.server.host, PGBACKREST_PG1_PATH: join(live.folder, 'database/data'), PGBACKREST_DELTA: 'y' },
  );
  if (out === '') throw new Error(err);
  const {
    findings,
    gaps,
    facts,
    drill: record,
  } = JSON.parse(out) as {
    findings: Told[];
    gaps: Told[];
    facts: { name: string; value: unknown }[];
    drill: unknown;
  };
  return { ...judged(exitCode, findings, gaps, facts), record: record === null ? null : DrillRecord.parse(record) };
}

const RunResults = RunRecord.pick({ results: true });

/** As much of the suites as asks for backups. */
const suites: Readonly<Record<string, string>> = {
  'pre-release': '[...backupsOf(environment), backupRestorable(), databaseRecorded(), lostByRollback()]',
  'pre-restore': '[pinnedBackupUnchanged(), lostByRestore()]',
  'post-rollback': '[executedPlan(), databaseRecorded()]',
};
const files = Object.fromEntries(
  Object.entries(suites).map(([id, checks]) => [
    `scenarios/suites/${id}.ts`,
    `import { backupRestorable, backupsOf, databaseRecorded, executedPlan, lostByRestore, lostByRollback, pinnedBackupUnchanged } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
export default defineSuite({ id: '${id}', title: '${id}', steps: ({ environment }) => [step({ id: 'a/b', sentence: 'A sentence' }, ${checks})] });`,
  ]),
);
const release = `import { defineRelease } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'R', description: 'R', environments: ['one'], keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'B', reason: 'The schema changes.' }, impact: 'none' });`;

/** Runs a suite, and returns what each of its checks says. */
async function runAll(suite: string): Promise<(check: string) => Judged> {
  const { exitCode, out, err } = await verify(
    ['--env', 'one', '--suite', suite, '--release', 'r', '--reports', reports, '--json'],
    { environment: one(), releases: { r: release }, files },
    secrets(),
  );
  if (out === '') throw new Error(err);
  const { results } = RunResults.parse(JSON.parse(out));
  return (check) => {
    const found = results.find((each) => each.check === check);
    if (!found) throw new Error(out);
    return judged(exitCode, found.findings, found.gaps, found.facts);
  };
}
const run = async (suite: string, check: string): Promise<Judged> => (await runAll(suite))(check);

/** Places of the gate that are left. */
const places = (): readonly string[] => readdirSync(temporary).filter((name) => name.startsWith('kcgate-'));
/** Every file of the repository with its size. */
const listed = (): readonly string[] =>
  readdirSync(repository.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${join(entry.parentPath, entry.name)} ${statSync(join(entry.parentPath, entry.name)).size}`)
    .toSorted();
/** What the live server has written, archived, and who follows it. */
const doings = (): Promise<string> =>
  live.sql(
    `SELECT sum(n_tup_ins), sum(n_tup_upd), sum(n_tup_del), (SELECT archived_count FROM pg_stat_archiver), (SELECT count(*) FROM pg_replication_slots),
       (SELECT count(*) FROM pg_stat_replication), (SELECT timeline_id FROM pg_control_checkpoint()) FROM pg_stat_user_tables`,
  );
const passed = { exitCode: 0, said: [] };

describe('before the release', () => {
  test('a backup that nobody has restored is no plan B', async () => {
    const { said, messages } = await run('pre-release', 'backup/restorable');
    expect(said).toEqual(['? backup/DRILL_MISSING']);
    expect(messages[0]).toMatch(new RegExp(`^${labels[1]} \\(fingerprint [0-9a-f]{12}…\\) has not been restored and looked into\\.$`));
  });

  test('the newest one is restored and looked into; neither the live server nor the repository is touched, and nothing is left', async () => {
    const before = { doings: await doings(), listed: listed(), places: places() };
    const { record, ...told } = await drill();
    expect(told).toMatchObject(passed);
    expect({ doings: await doings(), listed: listed(), places: places() }).toEqual(before);
    expect(record).toMatchObject({
      level: 'L4',
      failure: null,
      backup: { name: labels[1], kind: 'physical', source: 'pgBackRest, stanza keycloak', database: null },
      restored: { keycloakVersion: '26.4.0', locksHeld: 0 },
      live: { missingConstraints: [], missingIndexes: [] },
      seconds: { fetch: expect.any(Number) as unknown, restore: expect.any(Number) as unknown, index: null, boot: null },
    });
    // Both users of before it.
    expect(record?.restored?.counts['user_entity']).toBe(Number(await live.sql('SELECT count(*) FROM user_entity')));
  });

  test('then it is', async () => {
    const { said, facts } = await run('pre-release', 'backup/restorable');
    expect({ said, restored: facts['restored backup'] }).toEqual({ said: [], restored: labels[1] });
  });
});

describe('before the restore', () => {
  test('that very one is to be restored, though there is a newer one', async () => {
    await addUser('later', 0);
    await backUp();
    const of = await runAll('pre-restore');
    const { said, facts } = of('backup/pinned-unchanged');
    expect(said).toEqual([]);
    expect(facts).toMatchObject({
      'restore exactly this backup': labels[1],
      'restore it by': `pgbackrest --stanza=keycloak --set=${labels[1]} --type=immediate --target-action=promote restore`,
      'newer backups, not to be restored': 1,
    });
    expect(facts['drill']).toMatch(/^L4, on /);
    // What is lost is counted from its end.
    expect(of('database/lost-by-restore')).toMatchObject({ said: [], facts: { 'users created since': 1 } });
  });

  test('with a segment of its log gone, neither it nor a drill is good', async () => {
    const folder = join(repository.folder, 'archive/keycloak/15-1/0000000100000000');
    const manifest = readFileSync(join(repository.folder, 'backup/keycloak', labels[1] ?? '', 'backup.manifest'), 'utf8');
    const segment = /^backup-archive-start="(\w+)"$/m.exec(manifest)?.[1] ?? '';
    const name = readdirSync(folder).find((each) => each.startsWith(`${segment}-`)) ?? '';
    renameSync(join(folder, name), join(folder, `hidden-${name}`));
    try {
      const { said, messages } = await run('pre-restore', 'backup/pinned-unchanged');
      expect({ said, messages }).toEqual({
        said: ['fail backup/WAL_GAP'],
        messages: [
          `${labels[1]} needs a segment of the write-ahead log that the archive of pgBackRest, stanza keycloak lacks: ${segment}.`,
        ],
      });
      const drilled = await drill([labels[1] ?? '']);
      expect(drilled).toMatchObject({
        exitCode: 1,
        said: ['fail backup/RESTORE_FAILED'],
        record: { failure: { stage: 'restore', problem: 'broken' } },
      });
    } finally {
      renameSync(join(folder, `hidden-${name}`), join(folder, name));
    }
  });

  test('with a file of it damaged, a restore finds that, and it is not to be restored', async () => {
    const bundle = join(repository.folder, 'backup/keycloak', labels[1] ?? '', 'bundle/1');
    const whole = readFileSync(bundle);
    const bad = Buffer.from(whole);
    bad.write('damage', Math.floor(bad.length / 2));
    writeFileSync(bundle, bad);
    try {
      const drilled = await drill([labels[1] ?? '']);
      expect(drilled).toMatchObject({
        exitCode: 1,
        said: ['fail backup/RESTORE_FAILED'],
        record: { level: null, failure: { stage: 'fetch' } },
      });
      expect(drilled.messages[0]).toMatch(new RegExp(`^${labels[1]} cannot be restored \\(.*\\): \\[\\d{3}\\]: `));
      expect((await run('pre-restore', 'backup/pinned-unchanged')).said).toEqual(['fail backup/RESTORE_FAILED']);
      // A file that is shorter than it was is seen without a restore.
      writeFileSync(bundle, bad.subarray(1));
      const { said, messages } = await run('pre-restore', 'backup/pinned-unchanged');
      expect(said).toEqual(['fail backup/PINNED_CHANGED']);
      expect(messages[0]).toMatch(
        new RegExp(
          `^${labels[1]} of pgBackRest, stanza keycloak is not what it was before the release: SHA-256 of the names and sizes of its files was [0-9a-f]{64} and is [0-9a-f]{64}\\.$`,
        ),
      );
    } finally {
      writeFileSync(bundle, whole);
    }
  });
});

describe('nothing is restored', () => {
  test('where pgBackRest runs on another machine', async () => {
    // As a container's: it has no folder of this one.
    const elsewhere = join(work, 'elsewhere.sh');
    writeFileSync(elsewhere, `#!/bin/sh\nexec ${pgbackrest} $(printf '%s\\n' "$@" | sed 's|/kcgate-|/elsewhere-|')\n`);
    chmodSync(elsewhere, 0o755);
    const { exitCode, said, messages } = await drill(
      [],
      one(`pgbackrest: { stanza: 'keycloak', config: '${repository.config}', command: ['${elsewhere}'] }`),
    );
    expect({ exitCode, said }).toEqual({ exitCode: 3, said: ['? backup/NEEDED_FOR_RESTORE'] });
    expect(messages[0]).toContain('cannot be run here on files of this machine');
    expect(places()).toEqual([]);
  });

  test('of a name that is not there', async () => {
    const { exitCode, err } = await verify(['backup', 'drill', '--env', 'one', '20200101-000000F'], { environment: one() }, secrets());
    expect(exitCode).toBe(2);
    expect(err).toContain('There is no backup "20200101-000000F" in pgBackRest, stanza keycloak.');
  });

  test('of what CloudNativePG keeps, which is told', async () => {
    const { exitCode, said, messages } = await drill([], one("cloudnativepg: { cluster: 'db' }"));
    expect({ exitCode, said }).toEqual({ exitCode: 3, said: ['? backup/RESTORED_BY_ITS_OPERATOR_ALONE'] });
    expect(messages[0]).toContain('restored by CloudNativePG alone');
  });

  test('where the program is killed in between: neither a server nor a folder is left, and no record', async () => {
    const folder = join(place, 'killed');
    mkdirSync(join(folder, 'scenarios/environments'), { recursive: true });
    writeFileSync(join(folder, 'scenarios/environments/one.ts'), one());
    const child = spawn(process.execPath, [program, 'backup', 'drill', '--env', 'one', '--reports', join(work, 'killed')], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...secrets() },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let seen = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
      // Files of your users lie there, and a server is about to start on them.
      if (seen.includes('recovering')) child.kill('SIGKILL');
    });
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL']);
    await expect.poll(places, { timeout: 20_000, interval: 50 }).toEqual([]);
    expect(readdirSync(work)).not.toContain('killed');
  });
});

describe('a backup that a command lists', () => {
  const list = join(work, 'list.json');
  const pgbackrestBy = (...words: readonly string[]): string =>
    JSON.stringify([
      pgbackrest,
      '--stanza=keycloak',
      `--config=${repository.config}`,
      '--pg1-path={directory}',
      '--log-level-console=off',
      ...words,
    ]);
  const listing = `command: ['cat', '${list}']`;
  const programs = (): string =>
    `, program: { files: ${pgbackrestBy('--set={id}', '--type=none', 'restore')}, wal: ${pgbackrestBy('archive-get', '{segment}', '{file}')} }`;

  beforeAll(async () => {
    const systemId = (await live.sql('SELECT system_identifier FROM pg_control_system()')).trim();
    const backup = { id: labels[1], kind: 'physical', state: 'complete', finishedAt: new Date().toISOString(), pgVersion: '15', systemId };
    writeFileSync(list, JSON.stringify({ format: 'keycloak-release-gate/backups', version: 1, backups: [backup] }));
  });

  test('is restored by the programs that the environment names', async () => {
    const { record, ...told } = await drill([], one(listing, programs()));
    expect(told).toMatchObject(passed);
    expect(record).toMatchObject({
      level: 'L4',
      backup: { name: labels[1], kind: 'physical', source: '`cat`' },
      restored: { keycloakVersion: '26.4.0' },
    });
  });

  test('is not tried where a program fails: nobody knows whose fault that is', async () => {
    const { exitCode, said, messages } = await drill([], one(listing, ", program: { files: ['false'] }"));
    expect({ exitCode, said }).toEqual({ exitCode: 3, said: ['? backup/RESTORE_NOT_FINISHED'] });
    expect(messages[0]).toContain('`false` ended with exit code 1');
  });

  test('is not restored without them', async () => {
    const { exitCode, err } = await verify(['backup', 'drill', '--env', 'one'], { environment: one(listing) }, secrets());
    expect(exitCode).toBe(2);
    expect(err).toContain('code   NO_RESTORE_PROGRAM');
  });
});

describe('after the restore', () => {
  const restore = async (label: string | undefined): Promise<void> => {
    await live.server.stop();
    await repository.run('restore', '--delta', `--set=${label}`, '--type=immediate', '--target-action=promote');
    await live.server.start(signal);
  };

  test('of another one, that is told', async () => {
    await restore(labels[0]);
    const { said, messages } = await run('post-rollback', 'database/executed-plan');
    expect(new Set(said)).toEqual(new Set(['fail database/RESTORED_FROM_ANOTHER']));
    expect(messages.join()).toMatch(new RegExp(`pinned before the release is ${labels[1]} \\(fingerprint [0-9a-f]{64}\\)`));
  });

  test('of the pinned one, it is good', async () => {
    await restore(labels[1]);
    const { said, facts } = await run('post-rollback', 'database/executed-plan');
    expect(said).toEqual([]);
    expect(facts['executed plan']).toMatch(/^B: /);
    expect(facts['restored backup, by its contents']).toContain(labels[1]);
  });
});

test('one that expired is not to be restored', async () => {
  await repository.run('expire', `--set=${labels[1]}`);
  const { said, messages } = await run('pre-restore', 'backup/pinned-unchanged');
  expect(said).toEqual(['fail backup/PINNED_MISSING']);
  expect(messages[0]).toMatch(/ is no longer in pgBackRest, stanza keycloak: it expired, or somebody removed it\.$/);
});
