import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Confirmation } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { withLink } from '../src/confirmations/chain.ts';
import { refusal, suite, verify } from './run-program.ts';

const release = (more = ''): string => `
import { defineRelease } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'R', description: 'D', environments: ['one'], keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'A', reason: 'None' }, impact: 'I', author: 'Ann Author', ${more} });`;
const asDana = {
  TEST_GATE_SECRET: 'long-enough-secret',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'user.name',
  GIT_CONFIG_VALUE_0: 'Dana Devops',
};
const said = ['confirm', 'r', '--type', 'on-the-call', '--person', 'Dana Devops', '--role', 'DevOps', '--statement', 'I am here.'];
const file = 'scenarios/releases/r.confirmations.jsonl';

const given: Confirmation = {
  type: 'board approval',
  release: 'r',
  person: 'Jason <b>Board</b>',
  role: 'release board',
  statement: 'Approved.',
  contact: 'jason@board.example',
  confirmedAt: '2026-01-01T08:00:00Z',
  validFrom: '2026-01-01T08:00:00Z',
  expiresAt: '2099-01-01T08:00:00Z',
};
const chain = (...confirmations: readonly Confirmation[]): string =>
  confirmations.reduce((text, each) => withLink(Buffer.from(text), 'r', each), '');

describe.concurrent('verify confirm', { timeout: 60_000 }, () => {
  it('adds a line, and says what to commit', async () => {
    const before = chain(given);
    const { exitCode, out, err, folder } = await verify(said, { releases: { r: release() }, files: { [file]: before } }, asDana);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(
      /^Confirmed by Dana Devops \(DevOps\): on the call of r, until \S+Z\.\n\nCommit it: .*\n {2}git add scenarios\/releases\/r\.confirmations\.jsonl\n {2}git commit -m 'Confirm on the call for r'\n$/,
    );
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text.startsWith(before)).toBe(true);
    expect(JSON.parse(text.slice(before.length))).toMatchObject({ confirmation: { type: 'on the call', person: 'Dana Devops' } });
  });

  it('tells all that is missing where nobody can be asked', async () => {
    const told = await refusal(['confirm', 'r', '--type', 'on the cal'], { releases: { r: release() } }, asDana);
    expect(told).toContain('4 things are not right');
    expect(told).toContain("Did you mean 'on the call'?");
    expect(told).toContain('--person is missing');
  });

  it.each<[string, readonly string[], string]>([
    ['the author', [...said, '--confirmed-by', 'AUTHOR, Ann'], 'AUTHOR, Ann writes this down and is the author of the release.'],
    ['an expiry in the past', [...said, '--expires', '2026-01-01T00:00:00Z'], 'It would have ended at 2026-01-01T00:00:00.000Z.'],
    ['another environment', [...said, '--environment', 'two'], 'The release "r" does not go to "two".'],
    ['another release', said.map((word) => (word === 'r' ? 's' : word)), 'There is no release "s".'],
    ['a backup that nobody pinned', [...said, '--backup', 'pinned'], 'No pre-release run of "r" in "one" has pinned a backup.'],
  ])('refuses %s', async (_name, args, told) => {
    expect(await refusal(args, { releases: { r: release() } }, asDana)).toContain(told);
  });

  it('lists each with whether it holds now, and why not', async () => {
    const own = `confirmations: [${JSON.stringify({ ...given, type: 'stand-by engineer', person: 'Dana', expiresAt: '2026-01-02T00:00:00Z' })}]`;
    const before = { ...given, substance: 'b'.repeat(64) };
    const files = { [file]: chain(given, { ...given, person: 'Ann author' }, { ...given, release: 'q' }, before) };
    const { exitCode, out } = await verify(['confirm', '--list', 'r'], { releases: { r: release(own) }, files }, asDana);
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out: [
        'r: 5 confirmations, 1 of which holds now',
        '',
        '  ✗ stand-by engineer: Dana (release board)',
        '    It does not hold: it was valid until 2026-01-02T00:00:00Z.',
        '    "Approved."',
        '    from 2026-01-01T08:00:00Z to 2026-01-02T00:00:00Z',
        '    contact: jason@board.example',
        '    scenarios/releases/r.ts',
        '',
        '  ✓ board approval: Jason <b>Board</b> (release board)',
        '    "Approved."',
        '    from 2026-01-01T08:00:00Z to 2099-01-01T08:00:00Z',
        '    contact: jason@board.example',
        `    ${file}:1`,
        '',
        '  ✗ board approval: Ann author (release board)',
        '    It does not hold: Ann author is the author of the release.',
        '    "Approved."',
        '    from 2026-01-01T08:00:00Z to 2099-01-01T08:00:00Z',
        '    contact: jason@board.example',
        `    ${file}:2`,
        '',
        '  ✗ board approval: Jason <b>Board</b> (release board)',
        '    It does not hold: it is for the release q.',
        '    "Approved."',
        '    from 2026-01-01T08:00:00Z to 2099-01-01T08:00:00Z',
        '    contact: jason@board.example',
        `    ${file}:3`,
        '',
        '  ✗ board approval: Jason <b>Board</b> (release board)',
        '    It does not hold: what was confirmed is the release as it was before it changed.',
        '    "Approved."',
        '    from 2026-01-01T08:00:00Z to 2099-01-01T08:00:00Z',
        '    contact: jason@board.example',
        `    ${file}:4`,
        '',
      ].join('\n'),
    });
  });
});

describe.concurrent('a run', { timeout: 60_000 }, () => {
  const run = ['--env', 'one', '--suite', 'pre-release', '--release', 'r'];
  const withSuite = (files: Readonly<Record<string, string>>) => ({
    releases: { r: release() },
    files: { 'scenarios/suites/pre-release.ts': suite(undefined, 'pre-release'), ...files },
  });

  it('knows what was added, and not how the person is reached', async () => {
    const { exitCode, out } = await verify([...run, '--json'], withSuite({ [file]: chain(given) }), asDana);
    expect(exitCode).toBe(0);
    const { paths } = JSON.parse(out) as { readonly paths: { readonly run: string; readonly html: string } };
    const [record = '', page = ''] = [paths.run, paths.html].map((path) => readFileSync(path, 'utf8'));
    expect(record).toContain('"person":"Jason <b>Board</b>"');
    expect(page).toContain('Jason &lt;b>Board&lt;/b>');
    expect(record + page).not.toContain('jason@board.example');
  });

  it('refuses confirmations that were edited, with the line', async () => {
    const edited = chain(given, given).replace('Approved', 'Approves');
    expect(await refusal(run, withSuite({ [file]: edited }), asDana)).toContain(
      `The confirmations were edited: line 1 is not as it was written.\n    where  ${file}:1\n`,
    );
  });
});
