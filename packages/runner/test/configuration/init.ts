import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { place, refusal, verify } from '../run-program.ts';
import { createReader, secret } from '../snapshot/reader.ts';
import type { Server } from './server.ts';

const realm = 'adopted';

/** `verify init` on a real Keycloak: its first scenarios load, and stay as they are when it is called again. */
export function firstScenarios(server: () => Server): void {
  const folder = join(place, 'adopted');
  const call = (): readonly string[] =>
    `init --env first --url ${server().url} --gate-realm ${realm} --gate-client gate --realm ${realm} --keycloak ${server().version} --scenarios ${folder}`.split(
      ' ',
    );
  const variables = { FIRST_GATE_CLIENT_SECRET: secret };

  beforeAll(async () => {
    const { admin } = server();
    await admin('/realms', { method: 'POST', body: { realm, enabled: true } });
    await createReader(admin, realm);
    const clients = [
      { clientId: 'portal', baseUrl: 'https://portal.example/', redirectUris: ['https://portal.example/*'] },
      { clientId: 'spa', publicClient: true, redirectUris: ['https://spa.example/*'] },
      { clientId: 'nightly', standardFlowEnabled: false, serviceAccountsEnabled: true },
      { clientId: 'gone', enabled: false },
    ];
    for (const body of clients) await admin(`/realms/${realm}/clients`, { method: 'POST', body });
  });

  test('it writes an environment, its applications, the suites and the first release', async () => {
    mkdirSync(folder, { recursive: true });
    const { exitCode, out, err } = await verify(call(), {}, variables);
    expect(exitCode, out + err).toBe(0);
    expect(readdirSync(join(folder, 'applications')).toSorted()).toEqual(['nightly.ts', 'portal.ts', 'spa.ts']);
    expect(out).toContain(`${realm} (3 clients)`);
    expect(readFileSync(join(folder, 'releases/release-gate-prerequisites.ts'), 'utf8')).toContain(`to: '${server().version}'`);
    const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
    for (const file of all.filter((name) => name.endsWith('.ts'))) expect(readFileSync(file, 'utf8')).not.toContain(secret);
    // What is not known yet is asked for in one list, by the next command of the guide.
    const doctor = await refusal(['doctor', '--env', 'first', '--scenarios', folder], {}, variables);
    expect(doctor).toContain('FIRST_WITNESS_CLIENT_SECRET');
    expect(doctor).toContain('FIRST_DATABASE_HOST');
  });

  test('called again it writes over nothing', async () => {
    const file = join(folder, 'environments/first.ts');
    writeFileSync(file, `${readFileSync(file, 'utf8')}// by hand\n`);
    const { exitCode, out } = await verify(call(), {}, variables);
    expect(exitCode).toBe(0);
    expect(out).not.toContain('  + ');
    expect(out).toContain('environments/first.ts was there, and is as it was');
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^Warning: environments\/first\.ts was there, /);
    expect(readFileSync(file, 'utf8')).toMatch(/by hand\n$/);
  });

  test('without a right, a secret or a realm it says which, and writes nothing', async () => {
    const wrong = await refusal(call(), {}, { FIRST_GATE_CLIENT_SECRET: 'another-secret-than-that' });
    expect(wrong).toContain('The reader "gate" of the realm "adopted" was refused with HTTP 401.');
    const none = await refusal(['init'], {}, {});
    for (const code of ['BAD_ID', 'BAD_URL', 'SECRET_MISSING']) expect(none).toContain(code);
  });
}
