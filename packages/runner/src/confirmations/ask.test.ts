import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Release } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { ask } from './ask.ts';
import type { Said } from './said.ts';

const release = Release.parse({
  id: '2026-11',
  title: 'R',
  description: 'D',
  environments: ['acc', 'prod'],
  keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'B', reason: 'It migrates.' },
  impact: 'I',
  author: 'Ann Author',
});
const known = { release, file: 'r.ts', applications: new Map(), now: '2026-11-30T17:30:00Z' };

async function asked(lines: readonly string[], said: Said = {}, gitUser?: string) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(lines.map((line) => `${line}\n`).join(''));
  const answers = await ask(said, { ...known, gitUser }, { input, output });
  output.end();
  return { answers, out: await text(output) };
}

it('asks what was not said, and proposes what is usual', async () => {
  const { answers, out } = await asked(['on-the-call', '', 'DevOps engineer', '', 'prod', ''], {}, 'Dana Devops');
  expect(answers).toEqual({
    type: 'on-the-call',
    person: 'Dana Devops',
    role: 'DevOps engineer',
    statement: 'I am on the call, and ready to restore the database.',
    environment: 'prod',
    expires: '2026-11-30T21:30:00.000Z',
  });
  expect(out).toContain('Who says it [Dana Devops]: ');
});

it('asks again where an answer cannot be, and the application of a login', async () => {
  const { answers, out } = await asked(['login', 'application login', '', 'Tess', 'tester', '', 'test', '', 'portal', ''], { for: '8h' });
  expect(answers).toEqual({
    type: 'application login',
    person: 'Tess',
    role: 'tester',
    statement: 'I logged in to the application, and out again.',
    application: 'portal',
    for: '8h',
  });
  expect(out).toContain('This is needed.');
  expect(out).toContain('The release goes to acc, prod.');
});

it('does not propose the author', async () => {
  expect((await asked(['on the call'], {}, 'ann author')).out).toContain('Who says it: ');
});

it('gives nothing where the input ends', async () => {
  expect((await asked(['on the call', 'Dana'])).answers).toBeUndefined();
});
