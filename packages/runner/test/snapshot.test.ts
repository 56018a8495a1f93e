import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Snapshot, snapshotHash } from '@keycloak-release-gate/checks';
import { afterEach, expect, test } from 'vitest';
import { environment, refusal, verify } from './run-program.ts';

/* What the command does with answers that are all it gets; what is read of a real Keycloak is tested in the lab. */

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A server that lets in, shows the realm's settings, and refuses everything else. */
async function keycloakThatRefuses(): Promise<string> {
  const server = createServer((request, response) => {
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url?.endsWith('/token')) json(200, { access_token: 'a-token', expires_in: 300 });
    else if (request.url === '/admin/realms/sso') json(200, { realm: 'sso', enabled: true, smtpServer: { password: '**********' } });
    else json(403, { error: 'HTTP 403 Forbidden' });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

const at = (url: string): string => environment(undefined, `publicUrl: '${url}', adminUrl: '${url}', realms: ['sso']`);

test('what could not be read is carried in the file, by kind, and the exit code is 3', async () => {
  const { exitCode, out, folder } = await verify(['snapshot', '--env', 'one', '--output', 'before.json'], {
    environment: at(await keycloakThatRefuses()),
  });
  expect(exitCode, out).toBe(3);
  expect(out).toContain('It is not whole');
  expect(out).toContain('Written: before.json');
  const snapshot = Snapshot.parse(JSON.parse(readFileSync(join(folder, 'before.json'), 'utf8')));
  expect(snapshotHash(snapshot)).toBe(snapshot.hash);
  expect(snapshot.server?.gaps).toMatchObject([{ code: 'keycloak-config/FORBIDDEN', subject: 'server' }]);
  const [{ configuration, gaps } = { gaps: [] }] = Object.values(snapshot.realms);
  expect(gaps.map(({ code }) => code)).toEqual(gaps.map(() => 'keycloak-config/FORBIDDEN'));
  expect(configuration?.objects['realm']).toMatchObject({ smtpServer: { password: '‹masked›' } });
  expect(configuration?.unreadable).toContainEqual({
    kind: 'identity-provider',
    what: 'GET /identity-provider/instances was refused with HTTP 403: it needs the role view-identity-providers.',
    needs: 'view-identity-providers',
  });
  expect(new Set(configuration?.unreadable.map(({ kind }) => kind))).toEqual(
    new Set(
      `client role client-role service-account authorization client-scope scopes-of-new-clients group default-groups flow required-action
       required-action-order identity-provider identity-provider-mapper component key user-profile localization`.split(/\s+/),
    ),
  );
});

test('where Keycloak cannot be reached, the file says so, and the exit code is 3', async () => {
  const { exitCode, out, folder } = await verify(['snapshot', '--env', 'one', '--output', 'before.json'], {
    environment: at('http://127.0.0.1:9'),
  });
  expect(exitCode, out).toBe(3);
  expect(out).toContain('not read  client/gate: 127.0.0.1:9: ');
  const snapshot = Snapshot.parse(JSON.parse(readFileSync(join(folder, 'before.json'), 'utf8')));
  expect(snapshot.realms['sso']?.configuration).toBeUndefined();
  expect(snapshot.realms['sso']?.gaps).toMatchObject([{ code: 'keycloak-config/UNREACHABLE' }]);
});

test('a realm that is named twice', async () =>
  expect(await refusal(['snapshot', '--env', 'one', '--realm', 'sso', '--realm', 'sso'], {})).toContain('The realm "sso" is named twice.'));
