import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash } from '@keycloak-release-gate/core';
import type { ProvenIn } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Asked } from '../src/release/asked.ts';
import { openPlaces } from '../src/release/places.ts';
import { provenIn } from '../src/release/proven.ts';
import { indexRuns } from '../src/release/run-index.ts';
import { trustRun } from '../src/release/trusted-run.ts';
import { releaseOf, rules, runId, timeOf, writeRun } from './release-records.ts';
import type { Ran } from './release-records.ts';

const scratch = mkdtempSync(join(tmpdir(), 'proven-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const folder = (): string => mkdtempSync(join(scratch, 'reports-'));
const known = { environments: ['test', 'acc', 'prod'], suites: ['pre-release', 'post-deploy', 'pre-restore', 'post-rollback', 'health'] };

/** What these runs prove of test. */
function proven(runs: readonly Ran[], change: (reports: string) => void = () => undefined, asked?: Asked): ProvenIn {
  const reports = folder();
  for (const ran of runs) writeRun(reports, ran);
  change(reports);
  return readProven([reports], asked);
}

const good = { key: 'test/good', id: 'test/good', isKnown: true };
const readProven = (places: readonly string[], asked: Asked = { checks: [good] }): ProvenIn =>
  provenIn({
    environment: 'test',
    release: releaseOf(),
    index: indexRuns(
      places.map((place, index) => ({ folder: place, name: `place ${index}` })),
      known,
    ),
    asked,
    trust: (run) => trustRun(run, rules),
  });

const passed: Ran = { suite: 'post-deploy', number: 10, digest: `sha256:${'a'.repeat(64)}` };
const endOf = (number: number): string => new Date(Date.parse(timeOf(number)) + 60_000).toISOString();
const inTest = (reports: string, number = 10, suite = 'post-deploy'): string => join(reports, 'test', suite, runId(number));

/** Writes the hashes again, as somebody would who edits a record and knows of the manifest. */
function signAgain(run: string): void {
  const file = join(run, 'manifest.sha256');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(
    file,
    lines
      .map((line) => line.slice(66))
      .map((name) => `${contentHash(readFileSync(join(run, name)))}  ${name}\n`)
      .join(''),
  );
}
const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  writeFileSync(file, text.replaceAll(from, to));
};

it('tells the newest whole post-deploy run, verified and judged again', () => {
  const { newest, ...rest } = proven([{ ...passed, number: 8, saw: 'bad' }, passed, { suite: 'health', number: 11, saw: 'bad' }]);
  expect(newest).toMatchObject({
    run: runId(10),
    where: `place 0/test/post-deploy/${runId(10)}`,
    startedAt: timeOf(10),
    verdict: 'pass',
    exitCode: 0,
    publicUrl: 'https://sso-test.example',
    author: 'Ann Author',
    scenarios: { commit: '4f1c6a3d'.repeat(5), dirty: false },
    digests: [passed.digest],
    substance: { id: '2026-11', keycloak: { from: '26.4.0', to: '26.7.4' } },
  });
  expect(rest).toEqual({
    environment: 'test',
    proofs: [{ run: runId(10), at: endOf(10) }],
    authors: [{ run: runId(10), startedAt: timeOf(10), author: 'Ann Author' }],
    failedSince: null,
    rolledBack: null,
    passedOver: [],
    refused: [],
  });
});

describe('when it stood proven there', () => {
  const proofs = (...runs: readonly Ran[]) => proven(runs).proofs;
  it('is told from the first pass on, whatever later runs said', () => {
    expect(proofs({ ...passed, number: 8 }, { ...passed, number: 9, saw: 'bad' }, passed)).toEqual([{ run: runId(8), at: endOf(8) }]);
  });
  it('ends where it was taken back, and begins anew', () => {
    const back: Ran = { suite: 'post-rollback', number: 5 };
    expect(proofs({ ...passed, number: 3 }, { ...passed, number: 4 }, back, { ...back, number: 6 }, passed)).toEqual([
      { run: runId(3), at: endOf(3), until: timeOf(5) },
      { run: runId(10), at: endOf(10) },
    ]);
    // Somebody only looked at a part of it, and nothing was taken back.
    expect(proofs({ ...passed, number: 3 }, { suite: 'pre-restore', number: 5, partial: '--only test' }, passed)).toEqual([
      { run: runId(3), at: endOf(3) },
    ]);
  });
  it.each<[string, Partial<Ran>]>([
    ['did not pass', { saw: 'bad' }],
    ['was a part', { partial: '--only test' }],
    ['was interrupted', { interrupted: 'SIGINT' }],
    ['is of another change', { release: releaseOf({ commit: '4f1c6a3' }) }],
    ['is of another suite', { suite: 'health' }],
  ])('is not told by a run that %s', (_how, more) => {
    expect(proofs({ ...passed, number: 8, ...more }, passed)).toEqual([{ run: runId(10), at: endOf(10) }]);
  });
  it('is not told by a record that was edited', () => {
    const { proofs: told, authors } = proven([{ ...passed, number: 8, release: releaseOf({ author: 'Mark Maker' }) }, passed], (reports) =>
      appendFileSync(join(inTest(reports, 8), 'run.json'), ' '),
    );
    expect({ told, authors: authors?.map(({ run }) => run) }).toEqual({ told: [{ run: runId(10), at: endOf(10) }], authors: [runId(10)] });
  });
});

it('tells every author that what is shipped had when it passed, each once', () => {
  const by = (number: number, author: string | undefined, more: object = {}): Ran => {
    const { author: _author, ...release } = releaseOf(more);
    return { ...passed, number, release: { ...release, ...(author === undefined ? {} : { author }) } };
  };
  const { authors } = proven([
    by(4, 'Other Change', { commit: '4f1c6a3' }),
    by(5, 'Mark Maker'),
    by(6, 'ann  AUTHOR'),
    by(7, undefined),
    by(8, 'Ann Author'),
  ]);
  expect(authors).toEqual([
    { run: runId(8), startedAt: timeOf(8), author: 'Ann Author' },
    { run: runId(5), startedAt: timeOf(5), author: 'Mark Maker' },
  ]);
});

describe("what today's suite asks for and the run did not have", () => {
  const portal = { key: 'login/login-and-logout[portal]', id: 'login/login-and-logout', isKnown: true };
  const lacks = (...checks: NonNullable<Asked['checks']>) => proven([passed], undefined, { checks }).newest?.lacks;
  it('is told by its key', () => {
    expect(lacks(good)).toEqual([]);
    expect(lacks(portal, good)).toEqual([portal.key]);
    expect(lacks({ ...good, key: 'test/good[portal]' })).toEqual(['test/good[portal]']);
  });
  it('is any of its kind where a variable names what it is about', () => {
    expect(lacks({ ...good, key: 'test/good[not-known-here]', isKnown: false })).toEqual([]);
    expect(lacks({ ...portal, isKnown: false })).toEqual([portal.key]);
  });
  it('is not compared where it is not known here', () => {
    const { newest } = proven([passed], undefined, { unknown: 'no file tells' });
    expect({ lacks: newest?.lacks, why: newest?.notCompared }).toEqual({ lacks: undefined, why: 'no file tells' });
  });
});

it('tells since when the release is deployed there: since the first pass of what is shipped, until it was taken back', () => {
  const at = (...runs: readonly Ran[]) => proven([...runs, { ...passed, number: 20 }]).newest?.deployedAt;
  expect(at()).toBe(timeOf(20));
  expect(at({ ...passed, number: 7, saw: 'bad' }, { ...passed, number: 8 }, passed)).toBe(timeOf(8));
  expect(at({ ...passed, number: 8 }, { suite: 'post-rollback', number: 9 }, passed)).toBe(timeOf(10));
  expect(at({ ...passed, number: 8, release: releaseOf({ commit: '4f1c6a3' }) })).toBe(timeOf(20));
  // The run itself knows when the deploy began.
  expect(at({ ...passed, number: 19, since: timeOf(3) })).toBe(timeOf(19));
  expect(proven([{ ...passed, since: timeOf(3) }]).newest?.deployedAt).toBe(timeOf(3));
});

it('reads a run of before there were summaries', () => {
  expect(proven([{ ...passed, withoutSummary: true }]).newest).toMatchObject({ run: runId(10), exitCode: 0 });
});

describe('a newer run', () => {
  it('that is whole beats an older pass, whatever it says', () => {
    expect(proven([passed, { ...passed, number: 11, saw: 'bad' }]).newest).toMatchObject({ run: runId(11), exitCode: 1 });
    expect(proven([passed, { ...passed, number: 11, saw: 'nothing' }]).newest).toMatchObject({ run: runId(11), exitCode: 3 });
  });
  it('that was narrowed proves nothing, and is passed over', () => {
    const { newest, failedSince, passedOver } = proven([passed, { ...passed, number: 11, partial: '--only test' }]);
    expect({ run: newest?.run, failedSince }).toEqual({ run: runId(10), failedSince: null });
    expect(passedOver).toEqual([{ run: runId(11), why: 'it is a part of the suite alone (--only test)' }]);
  });
  it('that was narrowed and saw a failure is told', () => {
    expect(proven([passed, { ...passed, number: 11, partial: '--only test', saw: 'bad' }]).failedSince).toMatchObject({ run: runId(11) });
  });
  it('that was interrupted and saw a failure by then is told', () => {
    expect(proven([passed, { ...passed, number: 11, interrupted: 'SIGINT', saw: 'bad' }]).failedSince).toEqual({
      run: runId(11),
      suite: 'post-deploy',
      at: timeOf(11),
      why: 'it was interrupted (SIGINT)',
    });
    expect(proven([passed, { ...passed, number: 11, interrupted: 'SIGINT', saw: 'nothing' }]).failedSince).toBeNull();
    expect(proven([passed, { ...passed, number: 11, interrupted: 'SIGINT' }]).failedSince).toBeNull();
  });
  it('that was interrupted is passed over', () => {
    expect(proven([{ ...passed, interrupted: 'SIGINT' }])).toMatchObject({
      newest: null,
      passedOver: [{ why: 'it was interrupted (SIGINT)' }],
    });
  });
  it.each(['pre-restore', 'post-rollback'])('of %s tells that the release was taken back', (suite) => {
    expect(proven([passed, { suite, number: 11 }]).rolledBack).toMatchObject({ run: runId(11), suite });
    expect(proven([{ suite, number: 9 }, passed]).rolledBack).toBeNull();
  });
  it.each<Partial<Ran>>([{ partial: '--only test' }, { interrupted: 'SIGINT' }])('of pre-restore, %j, only asks whether it was', (how) => {
    const run = { suite: 'pre-restore', number: 11, ...how };
    expect(proven([passed, run])).toMatchObject({ rolledBack: null, perhapsRolledBack: { run: runId(11), suite: 'pre-restore' } });
    // Where it was taken back, nothing is left to ask.
    const { rolledBack, perhapsRolledBack } = proven([passed, run, { ...run, suite: 'post-rollback', number: 12 }]);
    expect({ run: rolledBack?.run, perhapsRolledBack }).toEqual({ run: runId(12), perhapsRolledBack: undefined });
  });
  it('of another release, environment or suite says nothing', () => {
    const others: Ran[] = [
      { ...passed, number: 11, saw: 'bad', release: releaseOf({ id: '2026-12' }) },
      { ...passed, number: 12, saw: 'bad', environment: 'acc' },
      { suite: 'pre-release', number: 13, saw: 'bad' },
    ];
    expect(proven([passed, ...others])).toMatchObject({ newest: { run: runId(10), exitCode: 0 }, failedSince: null, refused: [] });
  });
});

describe('a record that was edited', () => {
  const edits: readonly (readonly [string, (run: string) => void, string])[] = [
    ['its verdict', (run) => edit(join(run, 'run.json'), '"kind":"fail"', '"kind":"pass"'), 'run.json does not have the hash'],
    ['its evidence', (run) => appendFileSync(join(run, 'evidence', contentHash('{"value":"bad"}')), ' '), 'does not have the hash'],
    ['its summary', (run) => edit(join(run, 'summary.json'), '"exitCode":1', '"exitCode":0'), 'summary.json does not have the hash'],
    [
      'its summary and the hashes',
      (run) => {
        edit(join(run, 'summary.json'), '"verdict":"fail"', '"verdict":"pass"');
        signAgain(run);
      },
      'Its summary is not that of its record.',
    ],
    [
      'its verdict, its results, its summary and the hashes',
      (run) => {
        for (const name of ['run.json', 'summary.json']) {
          edit(
            join(run, name),
            name === 'run.json' ? '"kind":"fail"' : '"verdict":"fail"',
            name === 'run.json' ? '"kind":"pass"' : '"verdict":"pass"',
          );
          edit(join(run, name), '"exitCode":1', '"exitCode":0');
        }
        signAgain(run);
      },
      'It says "pass", and what it saw is judged otherwise, to be "fail" (test/good).',
    ],
    ['a file that was added', (run) => writeFileSync(join(run, 'evidence', 'more'), ''), 'is not listed in manifest.sha256'],
    ['the manifest, which is gone', (run) => rmSync(join(run, 'manifest.sha256')), 'does not have the hash'],
  ];
  it.each(edits)('%s', (_what, change, message) => {
    const { newest, refused } = proven([{ ...passed, saw: 'bad' }], (reports) => change(inTest(reports)));
    expect(newest).toBeNull();
    expect(refused).toEqual([
      { code: 'RECORD_EDITED', where: `place 0/test/post-deploy/${runId(10)}`, message: expect.stringContaining(message) as string },
    ]);
  });

  it('does not give way to an older one that is whole', () => {
    const { newest, refused } = proven([{ ...passed, number: 9 }, passed], (reports) =>
      appendFileSync(join(inTest(reports), 'run.json'), ' '),
    );
    expect({ newest, codes: refused.map(({ code }) => code) }).toEqual({ newest: null, codes: ['RECORD_EDITED'] });
  });

  it('is told where it came after the one that is whole, and was edited to look harmless', () => {
    const { newest, failedSince, refused } = proven([passed, { ...passed, number: 11, partial: '--only test', saw: 'bad' }], (reports) => {
      const run = inTest(reports, 11);
      for (const [name, key] of [
        ['run.json', 'kind'],
        ['summary.json', 'verdict'],
      ] as const) {
        edit(join(run, name), `"${key}":"fail"`, `"${key}":"pass"`);
        edit(join(run, name), '"exitCode":1', '"exitCode":0');
      }
      signAgain(run);
    });
    expect({ run: newest?.run, failedSince, codes: refused.map(({ code, where }) => [code, where]) }).toEqual({
      run: runId(10),
      failedSince: null,
      codes: [['RECORD_EDITED', `place 0/test/post-deploy/${runId(11)}`]],
    });
  });

  it.each(['pre-restore', 'post-rollback'])('of %s is told, too', (suite) => {
    const { refused } = proven([passed, { suite, number: 11 }], (reports) =>
      appendFileSync(join(inTest(reports, 11, suite), 'run.json'), ' '),
    );
    expect(refused).toMatchObject([{ code: 'RECORD_EDITED' }]);
  });

  it('is no matter where a newer one proves it', () => {
    const { newest, refused } = proven([{ ...passed, number: 9, saw: 'bad' }, passed], (reports) =>
      edit(join(inTest(reports, 9), 'summary.json'), '"exitCode":1', '"exitCode":0'),
    );
    expect({ run: newest?.run, refused }).toEqual({ run: runId(10), refused: [] });
  });

  const others: readonly (readonly [string, Partial<Ran>])[] = [
    ['the gate', { tool: { rules: 'f'.repeat(64) } }],
    ['a gate that did not tell its rules', { tool: { rules: undefined } }],
    ["the scenarios' own checks", { own: 'other' }],
  ];
  it.each(others)('is told from one that other rules judge otherwise, of %s: then the worse verdict counts', (_whose, ran) => {
    const { newest, refused } = proven([{ ...passed, ...ran, saw: 'bad' }], (reports) => {
      const run = inTest(reports);
      edit(join(run, 'run.json'), '"kind":"fail"', '"kind":"pass"');
      edit(join(run, 'run.json'), '"exitCode":1', '"exitCode":0');
      edit(join(run, 'summary.json'), '"verdict":"fail"', '"verdict":"pass"');
      edit(join(run, 'summary.json'), '"exitCode":1', '"exitCode":0');
      signAgain(run);
    });
    expect({ newest, refused }).toMatchObject({ newest: { recorded: 'pass', verdict: 'fail', exitCode: 1 }, refused: [] });
  });
});

describe('a record in the wrong folder', () => {
  it('of another environment is refused', () => {
    const { newest, refused } = proven([{ ...passed, environment: 'acc', misplaced: 'test' }]);
    expect(newest).toBeNull();
    expect(refused).toEqual([
      {
        code: 'RECORD_MISPLACED',
        where: `place 0/test/post-deploy/${runId(10)}`,
        message: `It lies in the folder of the environment "test", and is the run ${runId(10)} (post-deploy) of "acc".`,
      },
    ]);
  });
  it('of another suite or run is refused', () => {
    const moved = (to: string) =>
      proven([passed], (reports) => {
        mkdirSync(join(reports, to, '..'), { recursive: true });
        renameSync(inTest(reports), join(reports, to));
      });
    expect(moved(`test/post-rollback/${runId(10)}`).refused).toMatchObject([{ code: 'RECORD_MISPLACED' }]);
    expect(moved(`test/post-deploy/${runId(99)}`).refused).toMatchObject([{ code: 'RECORD_MISPLACED' }]);
  });
  it('is none where CI unpacked it into folders of its own', () => {
    expect(proven([passed], (reports) => renameSync(inTest(reports), join(reports, runId(10))))).toMatchObject({ newest: { exitCode: 0 } });
    const { newest } = proven([passed], (reports) => {
      mkdirSync(join(reports, 'artifacts'));
      renameSync(inTest(reports), join(reports, 'artifacts', 'gate-of-test'));
    });
    expect(newest).toMatchObject({ run: runId(10), where: 'place 0/artifacts/gate-of-test' });
  });
});

describe('several places', () => {
  it('may hold one run twice', () => {
    const [first, second] = [folder(), folder()];
    writeRun(first, passed);
    cpSync(first, second, { recursive: true });
    expect(readProven([first, second])).toMatchObject({ newest: { run: runId(10) }, refused: [] });
  });
  it('may not hold two runs of one id', () => {
    const [first, second] = [folder(), folder()];
    writeRun(first, passed);
    writeRun(second, { ...passed, saw: 'bad' });
    expect(readProven([first, second])).toMatchObject({ refused: [{ code: 'RECORD_EDITED' }] });
  });
  it('count together: the newest run of all of them', () => {
    const [first, second] = [folder(), folder()];
    writeRun(first, passed);
    writeRun(second, { ...passed, number: 11, saw: 'bad' });
    expect(readProven([first, second]).newest).toMatchObject({ run: runId(11), exitCode: 1 });
  });
});

it('takes a run for a proof only where it is whole, the newest, passed, and nothing came after it', () => {
  const ran = fc.record({
    suite: fc.constantFrom('pre-release', 'post-deploy', 'post-deploy', 'pre-restore', 'post-rollback', 'health'),
    saw: fc.constantFrom('good' as const, 'good' as const, 'bad' as const, 'nothing' as const),
    cut: fc.constantFrom({}, {}, {}, { partial: '--only test' }, { interrupted: 'SIGINT' as const }),
    environment: fc.constantFrom('test', 'test', 'acc'),
  });
  const isProof = ({ newest, failedSince, rolledBack, perhapsRolledBack, refused }: ProvenIn): boolean =>
    newest?.exitCode === 0 && failedSince === null && rolledBack === null && !perhapsRolledBack && refused.length === 0;
  fc.assert(
    fc.property(fc.array(ran, { maxLength: 5 }), (runs) => {
      const numbered = runs.map(({ cut, ...run }, number): Ran => ({ ...run, number, ...cut }));
      const there = numbered.filter(({ environment }) => environment === 'test');
      const newest = there.findLast((each) => each.suite === 'post-deploy' && each.partial === undefined && each.interrupted === undefined);
      const after = there.filter(({ number }) => newest !== undefined && number > newest.number);
      const expected =
        newest?.saw === 'good' &&
        !after.some(({ suite, saw }) => suite === 'pre-restore' || suite === 'post-rollback' || (suite === 'post-deploy' && saw === 'bad'));
      expect(isProof(proven(numbered))).toBe(expected);
    }),
    { numRuns: 60 },
  );
});

it('goes on to show that it stood proven at a time, whatever runs come later', () => {
  const ran = fc.record({
    suite: fc.constantFrom('post-deploy', 'post-deploy', 'pre-restore', 'post-rollback'),
    saw: fc.constantFrom('good' as const, 'good' as const, 'bad' as const, 'nothing' as const),
  });
  const standsAt = ({ proofs = [] }: ProvenIn, time: string): boolean =>
    proofs.some(({ at, until }) => at <= time && (until === undefined || time < until));
  fc.assert(
    fc.property(fc.array(ran, { maxLength: 4 }), fc.array(ran, { maxLength: 3 }), (earlier, later) => {
      const runs = [...earlier, ...later].map((run, number): Ran => ({ ...run, number }));
      const then = timeOf(earlier.length - 0.5);
      const before = proven(runs.slice(0, earlier.length));
      expect(standsAt(proven(runs), then)).toBe(standsAt(before, then));
      // One pass since it was last taken back is enough: that a later run failed does not end it.
      const back = earlier.findLastIndex(({ suite }) => suite !== 'post-deploy');
      expect(standsAt(before, then)).toBe(earlier.slice(back + 1).some(({ saw }) => saw === 'good'));
    }),
    { numRuns: 60 },
  );
});

describe('places by name', () => {
  const git = (cwd: string, ...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=Robin', '-c', 'user.email=robin@example.org', ...args], { cwd, stdio: 'ignore' });
  };
  it('reads a branch of git, and leaves nothing behind', async () => {
    const repository = folder();
    writeRun(join(repository, 'records'), passed);
    git(repository, 'init', '-b', 'records');
    git(repository, 'add', '.');
    git(repository, 'commit', '-m', 'Records');
    const before = process.cwd();
    let unpacked: string[] = [];
    try {
      process.chdir(repository);
      using opened = await openPlaces(['git:records:records', 'git:records']);
      unpacked = opened.places.map((place) => place.folder);
      expect(readProven([unpacked[0] ?? ''])).toMatchObject({ newest: { run: runId(10) }, refused: [] });
      expect(readProven([unpacked[1] ?? ''])).toMatchObject({ newest: { run: runId(10) }, refused: [] });
      await expect(openPlaces(['git:gone', 'git:records:nowhere', 'git:--output=/tmp/x', 'nowhere'])).rejects.toMatchObject({
        problems: [
          { message: expect.stringContaining('"git:gone" cannot be read: ') as string },
          { message: expect.stringContaining('"git:records:nowhere" cannot be read: ') as string },
          { message: '"git:--output=/tmp/x" names no commit or branch.' },
          { message: 'There is no folder nowhere.' },
        ],
      });
    } finally {
      process.chdir(before);
    }
    expect(unpacked.map((place) => existsSync(place))).toEqual([false, false]);
  });
});
