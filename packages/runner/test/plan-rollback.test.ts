import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environment, refusal, verify } from './run-program.ts';

const variables = { TEST_GATE_SECRET: 'long-enough-secret', TEST_DATABASE: 'long-enough-password' };
/** Nobody listens there. */
const database =
  "database: { host: '127.0.0.1', port: 1, name: 'keycloak', user: 'gate', password: secret.variable('TEST_DATABASE'), tls: 'off' },";
const release = (plan: 'A' | 'B', more = ''): string => `
import { defineRelease, role } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'R', description: 'R', environments: ['one'], keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: '${plan}', reason: 'It is so.' }, impact: 'none', ${more} });`;
const given = (more: string, plan: 'A' | 'B' = 'B') => ({ environment: environment(more), releases: { r: release(plan) } });
const asked = ['plan-rollback', '--env', 'one'];

// Each starts the program: on a busy machine that takes a while.
describe.concurrent('verify plan-rollback', { timeout: 120_000 }, () => {
  it('names what is wrong with what it is asked, and what to do', async () => {
    expect(await refusal([...asked, '--release', 's'], given(database), variables)).toContain('There is no release "s".');
    expect(await refusal(asked, { environment: environment(database) }, variables)).toContain('No release is open for "one".');
    expect(await refusal([...asked, '--format', 'html'], given(database), variables)).toContain('html');
  });

  it('needs a database that is declared', async () =>
    expect(await refusal(asked, given(''), variables)).toMatch(
      /The environment "one" declares no database, and the plan is computed from it\.\n {4}where {2}scenarios\/environments\/one\.ts\n {4}do {5}Declare `database`; .*\n {4}code {3}NO_DATABASE/,
    ));

  it('restores nothing on a machine that is not named, or without the programs', async () => {
    const must = [...asked, '--rehearse'];
    expect(await refusal(must, given(database), variables)).toContain('code   NO_BACKUPS');
    const elsewhere = await refusal(
      must,
      given(`${database} backups: { directory: '/nowhere', restore: { hosts: ['gate-1'] } },`),
      variables,
    );
    expect(elsewhere).toContain('2 things are not right');
    expect(elsewhere).toMatch(
      /A backup of "one" holds personal data and password hashes, and may not be restored on this machine \(.+\), but on gate-1\./,
    );
    expect(elsewhere).toContain('code   RESTORE_NOT_ALLOWED');
    expect(elsewhere).toContain(
      "do     Unpack /opt/keycloak of both images into a folder per version, and name it: '/opt/keycloak/{version}'.",
    );
    expect(elsewhere).toContain('code   NO_KEYCLOAK_HOMES');
  });

  it('says which of the programs are missing', async () => {
    const hosts = `[(await import('node:os')).hostname()]`;
    const missing = await refusal(
      [...asked, '--rehearse'],
      given(`${database} backups: { directory: '/nowhere', restore: { hosts: ${hosts}, keycloak: '/nowhere/{version}' } },`),
      variables,
    );
    expect(missing).toContain('There is no Keycloak 26.4.0 in /nowhere/26.4.0');
    expect(missing).toContain('code   KEYCLOAK_MISSING');
  });

  it('counts as B what nobody could tell, and writes it down', async () => {
    const { exitCode, out, err, folder } = await verify(asked, given(database), variables);
    expect({ exitCode, err }).toMatchObject({ exitCode: 0 });
    expect(out).toBe(`The rollback plan of r (26.4.0 → 26.7.4) in one

Nobody could tell, so plan B: restore the database
  because     No connection to 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1
  evidence    No connection to 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1.

The rules, in their order; the first that holds decides
  ✓ source unreadable: No connection to 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1
  ? change sets differ: the new version was not tried on a copy of this database
  ✓ version rises: the minor version rises, and plan A was not rehearsed for this pair
  ? custom change log moves: the new version was not tried on a copy of this database
  · destructive configuration: the release announces no change of the configuration; an unannounced deletion is not known before the deploy (no environment before)
  · nothing left behind: an earlier rule decides: No connection to 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1

Tried on a restored copy
  not tried   What the plan rests on cannot be read, so nothing was restored and tried.

What plan B would lose
  lost        all since the backup was taken; it was not counted

The release declares plan B, which is what a plan that nobody could tell counts as.
`);
    const record = readFileSync(join(folder, 'reports/one/rollback-plans/r.json'), 'utf8');
    expect(record).toContain('"plan":"indeterminate"');
    expect(record + out + err).not.toContain(variables.TEST_DATABASE);
  });

  it('says no to plan A where nobody could tell', async () => {
    const { exitCode, out } = await verify([...asked, '--format', 'json'], given(database, 'A'), variables);
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      format: 'keycloak-release-gate/rollback-plan',
      plan: 'indeterminate',
      decidedBy: 'source-unreadable',
      declared: { plan: 'A', reason: 'It is so.' },
      strongEnough: false,
    });
  });
});
