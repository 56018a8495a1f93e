import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Environment, Release } from '@keycloak-release-gate/core';
import type { SecretReference } from '@keycloak-release-gate/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SecretMissing } from '../../secrets/resolve.ts';
import { askSources } from './ask.ts';
import type { SaidElsewhere } from './ask.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'verify-sources-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const now = '2026-11-30T18:30:00.000Z';
const release = Release.parse({
  id: '2026-11',
  title: 'R',
  description: 'D',
  environments: ['prod'],
  keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'B', reason: 'R' },
  impact: 'I',
});
const calendar = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Bob\r\nDTSTART:20261130T170000Z\r\nDTEND:20261201T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
const engineers = [{ name: 'Bob' }];

async function asked(confirmations: object, secret: (reference: SecretReference) => string = () => ''): Promise<SaidElsewhere> {
  const environment = Environment.parse({
    id: 'prod',
    title: 'Prod',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['main'] },
    gate: { admin: { realm: 'main', clientId: 'gate', secret: { secret: 'variable', name: 'GATE_SECRET' } } },
    confirmations,
  });
  return askSources({ release, environment, secret, now }, AbortSignal.timeout(30_000));
}

const program = (lines: string): string[] => {
  const file = join(folder, 'said');
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o700);
  return [file];
};
const said = {
  type: 'board approval',
  release: '2026-11',
  person: 'Jason Board',
  role: 'release board',
  statement: 'Yes.',
  confirmedAt: '2026-11-27T10:00:00Z',
  validFrom: '2026-11-27T10:00:00Z',
  expiresAt: '2026-12-04T10:00:00Z',
};
const printed = (...confirmations: readonly object[]): string =>
  `cat <<'END'\n${JSON.stringify({ format: 'keycloak-release-gate/confirmations', version: 1, confirmations })}\nEND`;
const everything = [
  'stand-by engineer',
  'parties contacted',
  'logs reviewed',
  'board approval',
  'on the call',
  'application login',
  'tested inverse',
];

it('a program is told the release and the environment, and says what people confirmed; how they are reached stays there', async () => {
  const command = program(`[ "$1 $2" = '2026-11 prod' ] || exit 1\n${printed({ ...said, contact: '+32 2 555' })}`);
  expect(await asked({ command })).toEqual({ confirmations: [said], unread: [] });
});

it.each([
  ['fails', 'echo no such schedule >&2; exit 3', 'ended with exit code 3: no such schedule.'],
  ['prints no JSON', 'echo none', 'printed no JSON.'],
  ['prints something else', printed({ ...said, type: 'a feeling' }), 'printed something else than confirmations: confirmations.0.type: '],
])('a program that %s tells nothing', async (_name, lines, why) => {
  const { confirmations, unread } = await asked({ command: program(lines) });
  expect(confirmations).toEqual([]);
  expect(unread).toEqual([{ types: everything, why: expect.stringContaining(`/said ${why}`) as string }]);
});

it('a calendar is read from a file', async () => {
  const file = join(folder, 'duty.ics');
  writeFileSync(file, calendar);
  const { confirmations, unread } = await asked({ onCall: { file, engineers, titles: 'all' } });
  expect(confirmations.map(({ type, person, expiresAt }) => ({ type, person, expiresAt }))).toEqual([
    { type: 'stand-by engineer', person: 'Bob', expiresAt: '2026-12-01T09:00:00.000Z' },
  ]);
  expect(unread).toEqual([]);
});

it('a calendar is read from an address, which nobody is shown', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/hangs-up') request.socket.destroy();
    else if (request.url === '/private-token') response.end(calendar);
    else response.writeHead(request.url === '/page' ? 200 : 404).end('<title>Log in</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const from = async (path: string): Promise<SaidElsewhere> =>
    asked({ onCall: { url: { secret: 'variable', name: 'ON_CALL' }, engineers, titles: 'all' } }, () => `http://127.0.0.1:${port}${path}`);
  try {
    expect((await from('/private-token')).confirmations.map(({ person }) => person)).toEqual(['Bob']);
    const start = 'The calendar of who is on call could not be read:';
    const unread = (why: string): object => ({ confirmations: [], unread: [{ types: ['stand-by engineer'], why: `${start} ${why}` }] });
    expect(await from('/gone-token')).toEqual(unread(`127.0.0.1:${port} answered HTTP 404.`));
    expect((await from('/page')).unread[0]?.why).toContain('it is no calendar');
    expect(await from('/hangs-up')).toEqual(unread(`127.0.0.1:${port} gave no answer (UND_ERR_SOCKET).`));
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

it('an address that is not known here, or that holds a password, tells nothing', async () => {
  const onCall = { url: { secret: 'variable', name: 'ON_CALL' }, engineers, titles: 'all' };
  const missing = (): string => {
    throw new SecretMissing({ code: 'SECRET_MISSING', message: 'ON_CALL is not set.', where: 'x', remedy: 'y' });
  };
  expect((await asked({ onCall }, missing)).unread[0]?.why).toMatch(/: its address is not known here\.$/);
  expect((await asked({ onCall }, () => 'https://user:pass@calendar.example/x')).unread[0]?.why).toMatch(/: its address holds a user name/);
});

it('a file that is not there, and one that is no calendar, tell nothing', async () => {
  const missing = join(folder, 'none.ics');
  expect((await asked({ onCall: { file: missing, engineers, titles: 'all' } })).unread[0]?.why).toContain(
    `the file ${missing} cannot be read (ENOENT)`,
  );
});
