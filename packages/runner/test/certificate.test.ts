import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificateSound, discoveryAndKeys, loginAndLogout, protocol } from '@keycloak-release-gate/checks';
import { selfSignedCertificate } from '@keycloak-release-gate/lab';
import { expect, it } from 'vitest';
import { runContext, verifySynthetic } from './synthetic.ts';

/** Who asked the server for something, and how. */
let seenBy: Set<string>;

/** What is seen of a real server, on this machine, that shows this certificate. */
async function withServer<T>(
  { key, cert }: { readonly key: string; readonly cert: string },
  see: (url: string) => Promise<T>,
  hsts = 'max-age=31536000',
): Promise<T> {
  seenBy = new Set();
  const server = createServer({ key, cert }, ({ method, headers }, response) => {
    seenBy.add(`${method} ${headers['user-agent']}`);
    response.setHeader('strict-transport-security', hsts).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    return await see(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

const found = (certificate: { readonly key: string; readonly cert: string }, hsts?: string): Promise<readonly string[]> =>
  withServer(certificate, foundAt, hsts);

const runAt = (url: string) =>
  runContext({
    keycloak: { publicUrl: url, adminUrl: url, realms: ['main'] },
    settle: { every: 50, good: 1, within: 100 },
    applications: [
      { id: 'portal', realm: 'main', clientId: 'portal', url, login: { kind: 'browser', loggedIn: '#me', logout: { open: '/logout' } } },
    ],
  });

async function foundAt(url: string): Promise<readonly string[]> {
  const [result] = (await verifySynthetic([certificateSound()], { run: runAt(url) })).record.results;
  return [...(result?.findings ?? []), ...(result?.gaps ?? [])].map(
    ({ code, ...item }) => `${code}: ${'message' in item ? item.message : item.reason}`,
  );
}

it('a certificate that no authority vouches for is not trusted, and is looked at all the same', async () => {
  expect(await found(selfSignedCertificate('sso.example', '127.0.0.1'))).toEqual([
    'oidc/CERTIFICATE: It is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT.',
  ]);
});

it('a certificate for another address is told as that', async () => {
  expect(await found(selfSignedCertificate('sso.example', '127.0.0.9'))).toContainEqual('oidc/CERTIFICATE_NAME: It is for 127.0.0.9.');
});

it('an expired certificate is told as that alone', async () => {
  const valid = { from: new Date('2026-10-20T12:00:00Z'), to: new Date('2026-11-20T12:00:00Z') };
  expect(await found(selfSignedCertificate('sso.example', '127.0.0.1', { valid }))).toEqual([
    'oidc/CERTIFICATE_EXPIRED: "sso.example" expired on 2026-11-20T12:00:00.000Z.',
  ]);
});

it('a server that sends no Strict-Transport-Security is told of', async () => {
  expect(await found(selfSignedCertificate('sso.example', '127.0.0.1'), 'max-age=0')).toContainEqual(
    'oidc/HSTS_MISSING: It sends no Strict-Transport-Security, or one that lasts no time.',
  );
});

it('a server sees who looks at its certificate', async () => {
  expect(await withServer(selfSignedCertificate('sso.example', '127.0.0.1'), async (url) => (await foundAt(url), seenBy))).toEqual(
    new Set(['HEAD keycloak-release-gate']),
  );
});

it('no answer is no verdict', async () => {
  expect(await foundAt('https://127.0.0.1:9')).toEqual(['oidc/NO_ANSWER: 127.0.0.1:9: ECONNREFUSED.']);
});

it('one that is not trusted is the one cause of all that is not looked at behind it', async () => {
  const outcomes = await withServer(selfSignedCertificate('sso.example', '127.0.0.1'), async (url) => {
    const run = runAt(url);
    const instances = [certificateSound(), discoveryAndKeys('main'), protocol('main'), ...run.environment.applications.map(loginAndLogout)];
    const { record } = await verifySynthetic(instances, { run });
    return Object.fromEntries(record.results.map(({ check, outcome }) => [check, outcome]));
  });
  const blocked = { kind: 'blocked', by: ['oidc/certificate'] };
  expect(outcomes).toEqual({
    'oidc/certificate': { kind: 'fail' },
    'oidc/discovery-and-keys[main]': blocked,
    // The gate has a client in realm `main`.
    'oidc/protocol[main]': blocked,
    'login/login-and-logout[portal]': blocked,
  });
});
