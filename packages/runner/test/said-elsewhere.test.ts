import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partiesContacted, standByConfirmed } from '@keycloak-release-gate/checks';
import type { Judgement } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { prepare } from '../src/verify/prepare.ts';
import { environment, place } from './run-program.ts';

const suite = `
import { partiesContacted, standByConfirmed } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
export default defineSuite({ id: 'pre-release', title: 'Before', steps: () => [step({ id: 'a/b', sentence: 'A sentence' }, [standByConfirmed(), partiesContacted()])] });`;
const release = `
import { defineRelease } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'R', description: 'D', environments: ['one'], keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'B', reason: 'It migrates' }, impact: 'I', author: 'Ann Author' });`;

const stamp = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const basic = (days: number): string => stamp(days).replaceAll(/[-:]|\.\d+/g, '');
const calendar = (from: number, to: number): string =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:On Call - Bob\r\nDTSTART:${basic(from)}\r\nDTEND:${basic(to)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;

let count = 0;
/** What the two checks make of a calendar and of a program of these lines. The run is not recorded: no scenarios here are committed. */
async function judged(ics: string, lines: string): Promise<readonly string[]> {
  const folder = join(place, `said-${(count += 1)}`);
  const [file, program] = [join(folder, 'duty.ics'), join(folder, 'said')];
  const declared = environment(
    `production: true, confirmations: { onCall: { file: '${file}', engineers: [{ name: 'Bob' }], titles: ['On Call'] }, command: ['${program}'] }`,
  );
  const files = {
    'environments/one.ts': declared,
    'releases/r.ts': release,
    'suites/pre-release.ts': suite,
    'duty.ics': ics,
    said: `#!/bin/sh\n${lines}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  chmodSync(program, 0o700);
  const options = { env: 'one', suite: 'pre-release', release: 'r', only: [], skip: [], scenarios: folder, reports: place };
  const { plan } = await prepare(options, { TEST_GATE_SECRET: 'long-enough-secret' }, () => Promise.resolve({}));
  const now = new Date().toISOString();
  return [standByConfirmed, partiesContacted].flatMap(({ check }) => {
    const planned = plan.checks.find(({ id }) => id === check.id);
    const { findings, gaps = [] }: Judgement = check.judge({ backup: { pin: null } }, check.expects.parse(planned?.expected), { now });
    return [...findings, ...gaps].map(({ code }) => code);
  });
}

const said = {
  type: 'parties contacted',
  release: 'r',
  person: 'Carol',
  role: 'lead',
  statement: 'Yes.',
  confirmedAt: stamp(-1),
  validFrom: stamp(-1),
  expiresAt: stamp(2),
};
const prints = `cat <<'END'\n${JSON.stringify({ format: 'keycloak-release-gate/confirmations', version: 1, confirmations: [said] })}\nEND`;

describe('what people say elsewhere than in the scenarios', () => {
  it('counts as what they say there', async () => expect(await judged(calendar(-1, 1), prints)).toEqual([]));

  it('is held against all that a confirmation is held against', async () => {
    expect(await judged(calendar(1, 2), prints.replace('"release":"r"', '"release":"q"'))).toEqual([
      'release/STAND_BY_NOT_YET',
      'release/CONFIRMATION_OTHER_RELEASE',
    ]);
  });

  it('is not known where it cannot be read', async () => {
    expect(await judged('<title>Log in</title>', prints)).toEqual(['release/CONFIRMATION_UNREADABLE']);
    // The program might know of a stand-by, too; it is found in the calendar.
    expect(await judged(calendar(-1, 1), 'exit 1')).toEqual(['release/CONFIRMATION_UNREADABLE']);
  });
});
