import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { environment, verify } from './run-program.ts';

const small = readFileSync(new URL('../../checks/src/backup/fixtures/small.dump', import.meta.url));
/** A dump whose header names a database that would clear the screen. */
const dump = Buffer.from(small);
dump.write('\u001B[2Jx', dump.indexOf('small', 0, 'latin1'), 'latin1');
const name = 'a\u001B]0;owned\u0007\u202E\n✓ good.dump';
const manifest = '{"half';

const told = async (...args: readonly string[]): Promise<string> => {
  const { out, err } = await verify(['backup', ...args], {
    environment: environment(
      "backups: { directory: 'backups' }, database: { host: '127.0.0.1', port: 1, name: 'keycloak', user: 'gate', password: secret.variable('TEST_GATE_SECRET'), tls: 'off' }",
    ),
    files: { [`backups/${name}`]: dump, [`backups/${name}.json`]: manifest, 'backups/b\u001B[31m.dump': 'nothing' },
  });
  return `${out}${err}`;
};

describe('what a backup is named, or says of itself, does nothing to a terminal', () => {
  test.each([
    ['list', ['list', '--env', 'one']],
    ['check', ['check', '--env', 'one']],
    ['check of one', ['check', name, '--env', 'one']],
    ['check of an unknown one', ['check', `${name}x`, '--env', 'one']],
    ['manifest', ['manifest', `backups/${name}`]],
    ['manifest of what is none', ['manifest', 'backups/b\u001B[31m.dump']],
  ])('%s', async (_name, args) => {
    const text = await told(...args);
    expect(text).toMatch(/dump|backup/);
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
    expect(text).not.toMatch(/^✓ good/m);
  });
});
