import { describe, expect, test } from 'vitest';
import { pgBackRestFailed, pgBackRestPrograms } from './pgbackrest.ts';

const set = {
  command: ['pgbackrest'],
  config: '/etc/p.conf',
  stanza: 'keycloak',
  label: '20261128-050000F',
  repository: 2,
  jobs: 4,
} as const;

test('whatever its configuration says, it writes into the place alone', () => {
  const { data, wal } = pgBackRestPrograms(set, '/tmp/kcgate-1', {});
  for (const option of [
    '--no-delta',
    '--no-link-all',
    '--reset-link-map',
    '--reset-tablespace-map',
    '--archive-mode=off',
    '--type=immediate',
  ])
    expect(data).toContain(option);
  const paths = [...data, ...(wal ?? [])].filter((word) => /-path=|map-all=/.test(word) && !word.endsWith('{directory}'));
  expect(paths.every((word) => word.split('=')[1]?.startsWith('/tmp/kcgate-1/'))).toBe(true);
  expect([data.at(-1), wal?.slice(-3), data.includes('--repo=2')]).toEqual(['restore', ['archive-get', '{segment}', '{file}'], true]);
});

test('of the variables of the gate, it is given those of the repository', () => {
  const variables = {
    PGBACKREST_REPO1_S3_KEY: 'key',
    PGBACKREST_REPO1_CIPHER_PASS: 'pass',
    PGBACKREST_CONFIG: '/c',
    AWS_ROLE_ARN: 'arn',
    PGBACKREST_PG1_PATH: '/var/lib/postgresql/15/main',
    PGBACKREST_DELTA: 'y',
    PGBACKREST_TARGET: 'x',
    PGHOST: 'db',
    GATE_PASSWORD: 'secret',
  };
  expect(Object.keys(pgBackRestPrograms(set, '/tmp/kcgate-1', variables).env)).toEqual([
    'PGBACKREST_REPO1_S3_KEY',
    'PGBACKREST_REPO1_CIPHER_PASS',
    'PGBACKREST_CONFIG',
    'AWS_ROLE_ARN',
  ]);
});

// As pgBackRest 2.45 said it.
describe.each([
  [29, 'ERROR: [029]: raised from local-1 protocol: zlib threw error: [-3] data error', 'broken'],
  [55, "ERROR: [055]: unable to open missing file '/r/backup/kc/20261128-091755F/bundle/2' for read", 'broken'],
  [
    42,
    'ERROR: [042]: unable to get 000000010000000000000002:\n repo1: 15-1/02.gz [FormatError] zlib threw error: [-3] data error',
    'broken',
  ],
  [42, "ERROR: [042]: unable to read '/r/backup': [5] Input/output error", 'ended'],
  [75, 'ERROR: [075]: backup set 20200101-000000F is not valid', 'ended'],
  [31, "ERROR: [031]: option 'no-force' cannot be negated", 'not here'],
  [103, 'ERROR: [103]: unable to find a valid repository', 'ended'],
  [64, "ERROR: [064]: unable to write '/tmp/x': [28] No space left on device", 'no space'],
] as const)('%d %s', (code, said, problem) => {
  test(`is ${problem}`, () =>
    expect(pgBackRestFailed({ code, signal: null }, said)).toMatchObject({
      problem,
      why: expect.stringMatching(/^\[\d{3}\]: /) as unknown,
    }));
});

test('one that was killed says nothing of the backup', () =>
  expect(pgBackRestFailed({ code: null, signal: 'SIGKILL' }, '')).toEqual({ problem: 'ended', why: 'pgBackRest ended with SIGKILL' }));
