import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '@keycloak-release-gate/lab';
import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import { labOf, recordCaught } from './faults.ts';
import { told, verifyLab } from './verify.ts';
import type { Place, Verified } from './verify.ts';

type Representation = Readonly<Record<string, unknown>>;

/** Someone at work in the admin console: whatever is saved is saved as a whole, as it was read. */
function atTheConsole(lab: Lab, signal: AbortSignal) {
  const path = (rest: string): string => `/realms/lab${rest}`;
  const get = async (rest: string): Promise<Representation> => (await lab.keycloakAdmin(path(rest), { signal })) as Representation;
  const send = async (method: string, rest: string, body?: unknown): Promise<unknown> =>
    lab.keycloakAdmin(path(rest), { method, signal, ...(body === undefined ? {} : { body }) });
  const save = async (rest: string, change: (found: Representation) => Representation, to = rest): Promise<void> => {
    const found = await get(rest);
    await send('PUT', to, { ...found, ...change(found) });
  };
  const client = async (clientId: string): Promise<string> => {
    const [found] = (await lab.keycloakAdmin(path(`/clients?clientId=${clientId}`), { signal })) as readonly Representation[];
    return `/clients/${String(found?.['id'])}`;
  };
  const requirement = async (flow: string, provider: string, wanted: string): Promise<void> => {
    const steps = (await lab.keycloakAdmin(path(`/authentication/flows/${flow}/executions`), { signal })) as readonly Representation[];
    const step = steps.find(({ providerId }) => providerId === provider);
    await send('PUT', `/authentication/flows/${flow}/executions`, { ...step, requirement: wanted });
  };
  return { get, send, save, client, requirement };
}

const redirect = 'https://new.example/callback';

/** Changes by hand, announced and not. It leaves the lab as it found it. */
export function changesByHand(place: () => Place): void {
  const withRelease = (lines: string, suite: readonly string[] = ['--only', 'keycloak-config/as-released']): Promise<Verified> =>
    withChangedScenarios(
      {
        file: 'releases/lab-26.7.4.ts',
        from: "author: 'release engineer',",
        to: `author: 'release engineer',\n  expectedChanges: [${lines}],`,
      },
      (scenarios) => verifyLab(place(), ['--scenarios', scenarios, ...suite]),
    );
  const ofConfiguration = ({ record }: Verified): string[] =>
    record.results
      .filter(({ id }) => id === 'keycloak-config/as-released')
      .flatMap(({ findings }) => findings.map(({ code, message }) => `${code.split('/')[1] ?? ''} ${message}`))
      .toSorted();

  test('what nobody announced fails, and names who did it and when; the same announced passes', async ({ signal }) => {
    const lab = await labOf(place());
    const { save, send, client, requirement } = atTheConsole(lab, signal);
    const express = await client('lab-express');
    const settings = (change: Representation) => save('', () => change, '/ui-ext');
    let uris: unknown;
    try {
      await save(express, (found) => {
        uris = found['redirectUris'];
        return { redirectUris: [...(uris as readonly string[]), redirect] };
      });
      await settings({ displayName: 'Laboratory' });
      await save('/identity-provider/instances/lab-idp', ({ config }) => ({ config: { ...(config as Representation), guiOrder: '5' } }));
      await send('POST', '/roles', { name: 'reviewer' });
      await requirement('registration', 'registration-password-action', 'DISABLED');

      const run = await verifyLab(place(), []);
      expect(run.exitCode, told(run.record)).toBe(1);
      const who = String.raw`\(last changed by user-[0-9a-f]{8}(?: with [\w-]+)? at \d{4}-\d\d-\d\dT[\d:.]+Z\)`;
      const lines = ofConfiguration(run);
      const wanted = [
        String.raw`client/lab-express: redirectUris: \+ ${redirect}`,
        'flow/registration form: executions.registration-password-action.requirement was REQUIRED and is DISABLED',
        'identity-provider/lab-idp: config.guiOrder was set to 5',
        'realm: displayName was Lab and is Laboratory',
        'role/reviewer was added',
      ].map((line) => new RegExp(`^UNEXPECTED_CHANGE ${line} ${who}\\.$`));
      expect(lines, told(run.record)).toEqual(wanted.map((line): unknown => expect.stringMatching(line)));
      for (const report of ['junit.xml', 'report.html', 'run.json'])
        expect(readFileSync(join(run.folder, report), 'utf8'), report).toContain('Laboratory');
      recordCaught(run);

      const announced = `
        { object: 'client/lab-express', attribute: 'redirectUris', change: { op: 'adds', value: '${redirect}' }, why: 'the application moves' },
        { object: 'realm', attribute: 'displayName', change: { op: 'becomes', value: 'Laboratory' } },
        { object: 'identity-provider/lab-idp', attribute: 'config.guiOrder', change: { op: 'becomes', value: '5' } },
        { object: 'role/reviewer', change: { op: 'is added' } },
        { object: 'flow/registration form', attribute: 'executions.registration-password-action.requirement', change: { op: 'becomes', value: 'DISABLED' } },`;
      const asAnnounced = await withRelease(announced, []);
      expect(asAnnounced.exitCode, `${told(asAnnounced.record)}\n${asAnnounced.stderr}`).toBe(0);

      // One is made otherwise, one is of nothing, one nobody can see, one is not made; and what is left is not announced.
      const otherwise = await withRelease(`
        { object: 'realm', attribute: 'displayName', change: { op: 'becomes', value: 'Lab of 2027' } },
        { object: 'client/lab-expres', attribute: 'enabled', change: { op: 'becomes', value: false } },
        { object: 'client/lab-apache', attribute: 'secret', change: { op: 'changes' } },
        { object: 'client/lab-apache', attribute: 'consentRequired', change: { op: 'becomes', value: true } },`);
      expect(otherwise.exitCode, told(otherwise.record)).toBe(1);
      expect(ofConfiguration(otherwise).map((line) => line.split(' ')[0])).toEqual([
        'CHANGE_MISSING',
        'CHANGE_OTHERWISE',
        'CHANGE_UNKNOWN_OBJECT',
        'CHANGE_UNVERIFIABLE',
        ...Array<string>(4).fill('UNEXPECTED_CHANGE'),
      ]);

      // Where Keycloak forgot who did it, the change fails as ever.
      await send('DELETE', '/admin-events');
      const forgotten = await verifyLab(place(), ['--only', 'keycloak-config/as-released']);
      expect(forgotten.exitCode).toBe(1);
      expect(ofConfiguration(forgotten).filter((line) => line.includes('last changed by'))).toEqual([]);
      expect(ofConfiguration(forgotten)).toHaveLength(wanted.length);
      expect(forgotten.record.results.flatMap(({ facts }) => facts)).toContainEqual({
        name: 'unannounced changes that no admin event tells of',
        value: wanted.length,
      });
    } finally {
      if (uris !== undefined) await save(express, () => ({ redirectUris: uris }));
      await settings({ displayName: 'Lab' });
      await save('/identity-provider/instances/lab-idp', ({ config }) => ({ config: { ...(config as Representation), guiOrder: '' } }));
      await send('DELETE', '/roles/reviewer');
      await requirement('registration', 'registration-password-action', 'REQUIRED');
      await send('DELETE', '/admin-events');
    }
    const undone = await verifyLab(place(), ['--only', 'keycloak-config/as-released']);
    expect(ofConfiguration(undone)).toEqual([]);
  });
}
