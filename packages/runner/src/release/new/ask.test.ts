import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { askAll } from './ask.ts';

const known = { environments: ['test', 'acc', 'prod'], author: 'Ann Author' };

async function asked(lines: readonly string[], given = {}) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(lines.map((line) => `${line}\n`).join(''));
  const answers = await askAll(given, known, { input, output });
  output.end();
  return { answers, said: await text(output) };
}

it('asks what was not given, in order, and takes what is proposed', async () => {
  const given = { id: 'r', title: 'R', description: 'D', from: '26.4.0', plan: 'A', reason: 'none', impact: 'none' };
  const { answers, said } = await asked(['26.7.4', 'test, acc', '', '4f1c6a3d', 'Portal team, Service desk', '', ''], given);
  expect(answers).toEqual({
    ...given,
    to: '26.7.4',
    environments: ['test', 'acc'],
    commit: '4f1c6a3d',
    parties: ['Portal team', 'Service desk'],
    author: 'Ann Author',
  });
  expect(said).toContain('Who makes the change [Ann Author]: ');
  expect(said).not.toContain('Its id');
});

it('asks again where an answer cannot be, or is needed', async () => {
  const given = {
    title: 'R',
    description: 'D',
    to: '26.7.4',
    image: 'k:1',
    commit: '4f1c6a3d',
    plan: 'A',
    reason: 'n',
    impact: 'n',
    parties: [],
    window: '',
    author: 'A',
  };
  const { answers, said } = await asked(['../../etc', 'r.test', '', 'r', 'latest', '26.4.0', 'test, tset', 'test'], given);
  expect(answers).toMatchObject({ id: 'r', from: '26.4.0', environments: ['test'] });
  expect(said).toContain('An id is made of letters, digits, dots, dashes and underscores, and begins with a letter or a digit.');
  expect(said).toContain('A file that ends with .test.ts is a test.');
  expect(said).toContain('This is needed; for example: 2026-11-upgrade');
  expect(said).toContain('"latest" is no version of Keycloak, such as 26.7.4.');
  expect(said).toContain('There is no environment "tset". There are: test, acc, prod.');
});

it('gives nothing where the input ends before all is answered', async () => {
  expect((await asked(['r', 'R'])).answers).toBeUndefined();
});
