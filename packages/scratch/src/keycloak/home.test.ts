import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { afterAll, expect, test } from 'vitest';
import { keycloakHome } from './home.ts';

const base = mkdtempSync(join(tmpdir(), 'home-test-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A jar of two entries, of which one is what `kc.sh build --db=postgres --health-enabled=true --http-relative-path=/auth` wrote down. */
const jar =
  'UEsDBBQAAAAIAAAAfF1631ogGAAAABYAAAAUAAAATUVUQS1JTkYvTUFOSUZFU1QuTUbzTczLTEstLtENSy0qzszPs1Iw1DPgAgBQSwMEFAAAAAgAAAB8XTSHhNGqAAAA2AAAACYAAABNRVRBLUlORi9rZXljbG9hay1wZXJzaXN0ZWQucHJvcGVydGllc02OwQrCMBBE7/2KBa+mlioqhRxEz3qw3rysZm2CsYnbjYhfb6sInoaZeQwzglWSoBpqiVHIjGGzg+2uhrPFtiEQ6zq4OE/ZaI8C2/CAcgnFrJouqqKEQ72Gsijn2fWcW0IvVlGLJ09GCycaYnPSMXTSMHWDDVHczb3+ACsSFZNHcQ9SEcXqCSax2T0hX1OXRw7DA92r+S4qwz3LOnCT/8bvPn/isdp8muwNUEsBAhQDFAAAAAgAAAB8XXrfWiAYAAAAFgAAABQAAAAAAAAAAAAAAIABAAAAAE1FVEEtSU5GL01BTklGRVNULk1GUEsBAhQDFAAAAAgAAAB8XTSHhNGqAAAA2AAAACYAAAAAAAAAAAAAAIABSgAAAE1FVEEtSU5GL2tleWNsb2FrLXBlcnNpc3RlZC5wcm9wZXJ0aWVzUEsFBgAAAAACAAIAlgAAADgBAAAAAA==';

function unpacked(version: string, { told = `Keycloak - Version ${version}\n`, built = true } = {}): void {
  const folder = join(base, version);
  for (const part of ['bin', 'lib/quarkus', 'lib/lib/main', 'providers']) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'bin/kc.sh'), '#!/bin/sh\n');
  chmodSync(join(folder, 'bin/kc.sh'), 0o755);
  writeFileSync(join(folder, 'lib/quarkus-run.jar'), '');
  writeFileSync(join(folder, 'version.txt'), told);
  writeFileSync(join(folder, 'providers/README.md'), '');
  writeFileSync(join(folder, 'providers/acme.jar'), '');
  writeFileSync(join(folder, 'java'), '#!/bin/sh\n');
  chmodSync(join(folder, 'java'), 0o755);
  if (built) writeFileSync(join(folder, 'lib/quarkus/generated-bytecode.jar'), Buffer.from(jar, 'base64'));
}

const pattern = join(base, '{version}');

async function refused(attempt: Promise<unknown>): Promise<unknown> {
  const error: unknown = await attempt.catch((thrown: unknown) => thrown);
  return error instanceof ConfigurationError ? error.problems.map(({ code, where }) => ({ code, where })) : error;
}

test('an image’s own, unpacked', async () => {
  unpacked('26.4.0');
  const folder = join(base, '26.4.0');
  expect(await keycloakHome(pattern, '26.4.0', { PATH: `/nowhere:${folder}` })).toEqual({
    folder,
    version: '26.4.0',
    builtWith: {
      'health-enabled': 'true',
      db: 'postgres',
      optimized: 'true',
      'http-relative-path': '/auth',
      'db-driver': 'org.postgresql.xa:Driver',
    },
    providers: ['acme.jar'],
    image: null,
    java: join(folder, 'java'),
  });
});

test('the image that it was unpacked from, as whoever did that wrote it down', async () => {
  unpacked('26.4.3');
  writeFileSync(join(base, '26.4.3/image'), 'registry.example/sso:26.4.3-7\n');
  expect((await keycloakHome(pattern, '26.4.3', { PATH: join(base, '26.4.3') })).image).toBe('registry.example/sso:26.4.3-7');
});

test('its version by its jars, where version.txt is not there', async () => {
  unpacked('26.4.1', { told: '' });
  writeFileSync(join(base, '26.4.1/lib/lib/main/org.keycloak.keycloak-quarkus-server-26.4.1.jar'), '');
  expect((await keycloakHome(pattern, '26.4.1', { PATH: join(base, '26.4.1') })).version).toBe('26.4.1');
});

test.each([
  ['no folder', '26.7.4', pattern, 'KEYCLOAK_MISSING'],
  ['another version in the folder', '26.5.0', pattern, 'KEYCLOAK_OTHER_VERSION'],
  ['not built', '26.6.0', pattern, 'KEYCLOAK_NOT_BUILT'],
  ['a pattern without the version', '26.4.0', '/opt/keycloak', 'KEYCLOAK_HOME'],
  ['a version that leads elsewhere', '../26.4.0', pattern, 'KEYCLOAK_VERSION'],
  ['no Java', '26.3.0', pattern, 'JAVA_MISSING'],
])('%s', async (_name, version, where, code) => {
  unpacked('26.5.0', { told: 'Keycloak - Version 26.5.1' });
  unpacked('26.6.0', { built: false });
  unpacked('26.3.0');
  expect(await refused(keycloakHome(where, version, { PATH: '/nowhere' }))).toEqual([{ code, where: 'backups.restore.keycloak' }]);
});
