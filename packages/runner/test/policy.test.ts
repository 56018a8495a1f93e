import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definePolicy, introduces, notProvable, provenBy, sentence, writtenBy } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { policy } from '../../../scenarios/policy.ts';
import { registry } from '@keycloak-release-gate/checks';
import { exitCodeOf, traceabilityMatrix } from '../src/policy/matrix.ts';
import type { SuiteSteps, TracedSentence } from '../src/policy/matrix.ts';
import { matrixOf } from '../src/policy/matrix-of-scenarios.ts';
import { markdownPolicy } from '../src/policy/markdown.ts';
import { terminalPolicy } from '../src/policy/terminal.ts';
import { refusal, verify } from './run-program.ts';

const scenarios = join(import.meta.dirname, '../../../scenarios');

describe('the policy of this repository', () => {
  it('is the text of the policy, word for word and in its order', () => {
    const headings = [
      'Policy for production releases',
      'Last updated: 2023-11-28 11:53',
      'Preparation',
      'Upgrade path',
      'Rollback plan',
      'docs.healthdata.be',
    ];
    const lines = readFileSync(join(scenarios, 'policy.txt'), 'utf8')
      .split('\n')
      .map((line) => line.replace(/^- /, ''))
      .filter((line) => line !== '' && !headings.includes(line));
    const written = Object.values(policy).flatMap((chapter) => Object.values(chapter).map((each) => each.sentence));
    expect(written.join(' ')).toBe(lines.join(' '));
  });

  it('has a cover for each sentence', async () => {
    const matrix = await matrixOf(scenarios);
    expect(matrix.sentences.filter(({ state }) => state === 'not covered')).toEqual([]);
    expect(matrix.sentences.filter(({ state }) => state === 'not provable').map(({ id }) => id)).toEqual(['rollback/unforeseen']);
    expect(matrix.sentences.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('stands in the four suites, and what else suites prove is of any day', async () => {
    const { sentences, beside } = await matrixOf(scenarios);
    const suites = new Set(sentences.flatMap(({ proofs }) => proofs.map(({ suite }) => suite)));
    expect([...suites].toSorted()).toEqual(['post-deploy', 'post-rollback', 'pre-release', 'pre-restore']);
    expect(beside.map(({ id }) => id)).toEqual(['operation/server', 'operation/applications', 'operation/backup']);
  });

  it('is proven with every check that there is', async () => {
    const { sentences, beside } = await matrixOf(scenarios);
    const proven = new Set([...sentences, ...beside].flatMap(({ proofs }) => proofs.flatMap(({ checks }) => checks.map(({ id }) => id))));
    expect([...registry.keys()].filter((id) => !proven.has(id))).toEqual([]);
  });
});

const suites: readonly SuiteSteps[] = [
  {
    suite: 'after',
    title: 'After',
    steps: [
      { policy: 'a/proven', sentence: '', checks: [{ id: 'test/good', title: 'Good', each: false }] },
      { policy: 'a/bare', sentence: '', checks: [] },
      { policy: 'other/day', sentence: 'Any day', checks: [{ id: 'test/good', title: 'Good', each: true }] },
    ],
  },
];
const traced = (tree: Parameters<typeof definePolicy>[0]): ReturnType<typeof traceabilityMatrix> =>
  traceabilityMatrix(
    Object.values(definePolicy(tree)).flatMap((chapter) => Object.values(chapter)),
    suites,
  );
const stateOf = (tree: Parameters<typeof definePolicy>[0], id = 'a/it'): Pick<TracedSentence, 'state' | 'problems'> | undefined => {
  const found = traced(tree).sentences.find((each) => each.id === id);
  return found && { state: found.state, problems: found.problems };
};

describe('a sentence', () => {
  it('is covered by a step that has a check', () => {
    expect(stateOf({ a: { proven: 'P', bare: 'B' } }, 'a/proven')).toEqual({ state: 'covered', problems: [] });
    // A step without a check proves nothing.
    expect(stateOf({ a: { proven: 'P', bare: 'B' } }, 'a/bare')).toEqual({ state: 'not covered', problems: [] });
  });

  it.each<[string, Parameters<typeof sentence>[1], string, string[]]>([
    ['what a command writes down', writtenBy('verify x', 'y'), 'covered', []],
    ['checks of other steps', provenBy('test/good'), 'covered', []],
    ['a check that stands nowhere', provenBy('test/gone'), 'not covered', ['The check test/gone stands in no step of any suite.']],
    ['a sentence that is covered', introduces('a/proven'), 'covered', []],
    ['a sentence that is not', introduces('a/bare'), 'not covered', ['The sentence a/bare, which it introduces, is not covered.']],
    ['a sentence that is not there', introduces('a/gone'), 'not covered', ['There is no sentence a/gone that it could introduce.']],
    ['itself', introduces('a/it'), 'not covered', ['It introduces a/it, which introduces it in turn.']],
    ['nothing, and says why', notProvable('Nobody knows.'), 'not provable', []],
  ])('by %s', (_name, cover, state, problems) => {
    expect(stateOf({ a: { it: sentence('It', cover), proven: 'P', bare: 'B' } })).toEqual({ state, problems });
  });

  it('without any is told, and fails', () => {
    const matrix = traced({ a: { it: 'It <b>stands</b> | alone' } });
    expect(exitCodeOf(matrix)).toBe(1);
    expect(terminalPolicy(matrix, { colour: false })).toContain(
      '1 sentence of the policy: 1 has no cover\n\na\n  ✗ It <b>stands</b> | alone\n',
    );
    expect(markdownPolicy(matrix)).toContain(String.raw`| It \<b\>stands\</b\> \| alone<br>`);
  });
});

describe.concurrent('verify policy', { timeout: 60_000 }, () => {
  const file = (text: string) => ({
    'scenarios/policy.ts': `import { definePolicy, sentence, confirmedAs } from '@keycloak-release-gate/core';\n${text}`,
  });

  it('shows it, and exits 0 where each sentence is accounted for', async () => {
    const files = file("export const policy = definePolicy({ a: { b: sentence('A sentence', confirmedAs('on the call')) } });");
    const { exitCode, out, err } = await verify(['policy'], { files });
    expect({ exitCode, out, err }).toEqual({
      exitCode: 0,
      err: '',
      out: '1 sentence of the policy: each is accounted for\n\na\n  ✓ A sentence\n      health  test/always-good\n      confirmed  on the call\n',
    });
    const json = await verify(['policy', '--json'], { files });
    expect(JSON.parse(json.out)).toEqual({
      sentences: [
        {
          id: 'a/b',
          sentence: 'A sentence',
          state: 'covered',
          proofs: [{ suite: 'health', checks: [{ id: 'test/always-good', title: 'Good', each: false }] }],
          covers: [{ by: 'confirmation', type: 'on the call' }],
          problems: [],
        },
      ],
      beside: [],
    });
    expect((await verify(['policy', '--markdown'], { files })).out).toContain(
      '| A sentence<br>`a/b` | health: `test/always-good` | confirmed: on the call |',
    );
  });

  it('exits 1 where one is not', async () => {
    const files = file("export const policy = definePolicy({ a: { b: 'A sentence', c: 'Another' } });");
    const { exitCode, out } = await verify(['policy'], { files });
    expect(exitCode).toBe(1);
    expect(out).toContain('2 sentences of the policy: 1 has no cover');
    expect(out).toContain('✗ Another');
  });

  it('says what is wrong with the scenarios', async () => {
    expect(await refusal(['policy'], { files: file('export const other = 1;') })).toContain('The file exports no policy.');
    expect(await refusal(['policy'], { files: file('export const policy = {};') })).toContain('The file exports no policy.');
    const breaking = `
import { defineSuite } from '@keycloak-release-gate/core';
export default defineSuite({ id: 'health', title: 'H', steps: ({ release }) => [release.title] });`;
    const files = file("export const policy = definePolicy({ a: { b: 'A sentence' } });");
    expect(await refusal(['policy'], { files, suite: breaking })).toMatch(
      /The suite "health" cannot tell its steps: .*\n {4}where {2}scenarios\/suites\/health\.ts/,
    );
  });
});
