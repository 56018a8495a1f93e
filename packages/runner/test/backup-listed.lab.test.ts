import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { providePrograms } from '@keycloak-release-gate/lab';
import { beforeAll, describe, expect, test } from 'vitest';
import { environment, verify } from './run-program.ts';

const adopting = readFileSync(new URL('../../../docs/adopting.md', import.meta.url), 'utf8');
const fixtures = new URL('fixtures/backups/', import.meta.url);

beforeAll(async () => providePrograms(['jq'], AbortSignal.timeout(300_000)));

/** The ready line of the documents that pipes what this program prints through jq, on what the program has printed. */
function converted(program: string, printed: string): unknown {
  const block = [...adopting.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text).find((text) => text.startsWith(`${program} `));
  if (block === undefined) throw new Error(`docs/adopting.md has no line for ${program}.`);
  const after = block.slice(block.indexOf('|') + 1);
  const { stdout, stderr, status } = spawnSync('sh', ['-c', after], { input: readFileSync(new URL(printed, fixtures)), encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

const judged = async (printed: unknown, args: readonly string[] = []) =>
  verify(['backup', ...args, '--env', 'one', '--json'], {
    environment: environment("backups: { command: ['cat', 'listed.json'], warnAfterHours: 1e6, failAfterHours: 1e7 }"),
    files: { 'listed.json': JSON.stringify(printed) },
  });

describe('the ready line of the documents', () => {
  test('for Barman', async () => {
    const listed = converted('barman', 'barman.json');
    expect(listed).toEqual({
      format: 'keycloak-release-gate/backups',
      version: 1,
      backups: [
        { id: '20261128T020003', kind: 'physical', state: 'running', finishedAt: null, bytes: null },
        { id: '20261127T020004', kind: 'physical', state: 'complete', finishedAt: '2026-11-27T01:00:19Z', bytes: 452_984_832 },
        { id: '20261126T020003', kind: 'physical', state: 'failed', finishedAt: null, bytes: null },
      ],
    });
    const { exitCode, out } = await judged(listed, ['list']);
    expect(exitCode).toBe(0);
    expect((JSON.parse(out) as { backups: { name: string; state: string }[] }).backups.map(({ name, state }) => [name, state])).toEqual([
      ['20261127T020004', 'complete'],
      ['20261128T020003', 'running'],
      ['20261126T020003', 'failed'],
    ]);
    expect((await judged(listed, ['check'])).exitCode).toBe(0);
  });

  test('for WAL-G', async () => {
    const listed = converted('wal-g', 'wal-g.json');
    expect(listed).toEqual({
      format: 'keycloak-release-gate/backups',
      version: 1,
      backups: [
        {
          id: 'base_00000001000000000000000A',
          kind: 'physical',
          state: 'complete',
          startedAt: '2026-11-27T01:00:02.418337Z',
          finishedAt: '2026-11-27T01:00:21.907412Z',
          bytes: 452_984_832,
          pgVersion: '15',
          systemId: '7713096129557663498',
        },
      ],
    });
    expect((await judged(listed, ['check'])).exitCode).toBe(0);
  });
});

test.each([
  ['prints something else', "['echo', 'hello']", 'LIST_UNREADABLE', 'The list of `echo` is not right: what it printed is not JSON.'],
  ['fails', "['sh', '-c', 'echo refused >&2; exit 2', 'a-secret-argument']", 'SOURCE_UNREACHABLE', '`sh` ended with exit code 2: refused.'],
  ['is not there', "['no-such-program']", 'SOURCE_UNREACHABLE', '`no-such-program` is not installed here.'],
  ['prints without end', "['yes']", 'SOURCE_UNREACHABLE', '`yes` printed more than 16777216 bytes.'],
])('a program that %s is a gap', async (_name, command, code, reason) => {
  const { exitCode, out } = await verify(['backup', 'check', '--env', 'one', '--json'], {
    environment: environment(`backups: { command: ${command} }`),
  });
  const { checks } = JSON.parse(out) as { checks: { findings: object[]; gaps: { code: string; reason: string }[] }[] };
  expect({ exitCode, checks }).toMatchObject({ exitCode: 3, checks: [{ findings: [], gaps: [{ code: `backup/${code}`, reason }] }] });
  expect(out).not.toContain('a-secret-argument');
});
