import { ReleaseSubstance } from '@keycloak-release-gate/core';
import type { ProvenIn, ProvenRun, RunContext } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { provenBefore } from './proven-before.ts';
import { upgrade } from './sample-confirmation.ts';

const { check } = provenBefore;
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const image = 'registry.example/keycloak:26.7.4';
const substance: ReleaseSubstance = ReleaseSubstance.parse({
  id: '2026-11',
  keycloak: { from: '26.4.0', to: '26.7.4' },
  image: `${image}@${digest('a')}`,
  imageDigests: [],
  deploys: true,
  expectedChanges: [],
});

const newest: ProvenRun = {
  run: '01KAT7Q4M8ZC3V5N2XJ9RWBH6D',
  where: 'reports/test/post-deploy/01KAT7Q4M8ZC3V5N2XJ9RWBH6D',
  startedAt: '2026-11-23T20:00:00Z',
  finishedAt: '2026-11-23T20:01:00Z',
  tool: '1.0.0',
  recorded: 'pass',
  verdict: 'pass',
  exitCode: 0,
  reasons: ['27 blocking checks passed.'],
  substance,
  publicUrl: 'https://sso-test.example',
  realms: ['healthdata'],
  digests: [digest('a')],
};
const test: ProvenIn = { environment: 'test', newest, failedSince: null, rolledBack: null, passedOver: [], refused: [] };
const later = { run: '01KAT9', suite: 'post-deploy', at: '2026-11-24T08:00:00Z', why: 'it is a part of the suite alone (--only login)' };

const judge = (environments: readonly ProvenIn[], expected: object = {}) =>
  check.judge(
    { elsewhere: { places: ['reports'], environments: [...environments] } },
    check.expects.parse({
      before: environments.map(({ environment }) => environment),
      environment: 'acc',
      substance,
      publicUrl: 'https://sso-acc.example',
      realms: ['healthdata'],
      ...expected,
    }),
    { now: '2026-11-24T09:00:00Z' },
  );
const codesIn = (...call: Parameters<typeof judge>): string[] => {
  const { findings, gaps = [] } = judge(...call);
  return [...findings, ...gaps].map(({ code }) => code);
};

it('passes where the newest whole run there passed, and says which it was', () => {
  const { findings, gaps, facts, exhibits } = judge([test]);
  expect({ findings, gaps }).toEqual({ findings: [], gaps: [] });
  expect(facts).toEqual([{ name: 'proven on test', value: `${newest.run}, 2026-11-23T20:00:00Z, image ${digest('a')}` }]);
  expect(exhibits).toMatchObject([{ rows: [['test', newest.run, '2026-11-23T20:00:00Z', 'pass', digest('a'), newest.where]] }]);
});

describe('no proof', () => {
  it('without a record, and says where was looked', () => {
    expect(judge([{ ...test, newest: null, passedOver: [{ run: '01KAT9', why: later.why }] }])).toMatchObject({
      findings: [],
      gaps: [
        {
          code: 'release/NOT_PROVEN_BEFORE',
          subject: 'environment/test',
          reason:
            'No record shows that the release 2026-11 was deployed on "test" and found good (looked for in reports). 01KAT9 it is a part of the suite alone (--only login).',
          remedy: codes.NOT_PROVEN_BEFORE.remedy,
        },
      ],
    });
    // Nothing at all was read of an environment that comes before.
    expect(codesIn([], { before: ['test'] })).toEqual(['release/NOT_PROVEN_BEFORE']);
  });

  it('by a run that failed', () => {
    const reasons = ['login/login-and-logout[portal] failed'];
    expect(judge([{ ...test, newest: { ...newest, verdict: 'fail', exitCode: 1, reasons } }]).findings).toEqual([
      {
        code: 'release/FAILED_BEFORE',
        title: codes.FAILED_BEFORE.title,
        severity: 'fail',
        subject: 'environment/test',
        message: `The newest post-deploy run of "test" (${newest.run}, 2026-11-23T20:00:00Z) did not pass: fail. login/login-and-logout[portal] failed`,
        remedy: codes.FAILED_BEFORE.remedy,
        actual: 'fail',
      },
    ]);
  });

  it.each<[string, Partial<ProvenIn>, string]>([
    ['a run that could not tell', { newest: { ...newest, verdict: 'inconclusive', exitCode: 3 } }, 'release/INCONCLUSIVE_BEFORE'],
    ['a pass before a narrowed run that failed', { failedSince: later }, 'release/FAILED_BEFORE'],
    ['a pass before it was rolled back', { rolledBack: { ...later, suite: 'post-rollback' } }, 'release/ROLLED_BACK_BEFORE'],
    [
      'a record of before a change of the release',
      { newest: { ...newest, substance: { ...substance, expectedChanges: [{ object: 'client/portal' }] } } },
      'release/RELEASE_CHANGED_SINCE',
    ],
    ['another image', { newest: { ...newest, digests: [digest('b')] } }, 'release/OTHER_IMAGE_BEFORE'],
    ['a release that was perhaps taken back', { perhapsRolledBack: { ...later, suite: 'pre-restore' } }, 'release/PERHAPS_ROLLED_BACK'],
    ['a record of this very system', { newest: { ...newest, publicUrl: 'https://sso-acc.example' } }, 'release/SAME_SYSTEM_BEFORE'],
    ['a run of the future', { newest: { ...newest, startedAt: '2026-11-24T09:00:01Z' } }, 'release/RECORD_UNREADABLE'],
    [
      'an edited record',
      { newest: null, refused: [{ code: 'RECORD_EDITED', where: 'reports/test', message: 'run.json' }] },
      'release/RECORD_EDITED',
    ],
    [
      'a good record beside one of another environment',
      { refused: [{ code: 'RECORD_MISPLACED', where: 'reports/test', message: 'of acc' }] },
      'release/RECORD_MISPLACED',
    ],
    [
      'an unreadable record',
      { newest: null, refused: [{ code: 'RECORD_UNREADABLE', where: 'reports/test', message: 'no JSON' }] },
      'release/RECORD_UNREADABLE',
    ],
  ])('by %s', (_what, changes, code) => expect(codesIn([{ ...test, ...changes }])).toEqual([code]));

  it('asks where somebody began to take it back', () => {
    expect(judge([{ ...test, perhapsRolledBack: { ...later, suite: 'pre-restore' } }])).toMatchObject({
      findings: [],
      facts: [],
      gaps: [
        {
          reason: `Was the release taken back on "test"? After ${newest.run} there is a run of pre-restore (01KAT9, 2026-11-24T08:00:00Z), although it is a part of the suite alone (--only login).`,
        },
      ],
    });
  });

  it('names the members that were changed since', () => {
    const [found] = judge([test], { substance: { ...substance, commit: '4f1c6a3d', deploys: false } }).findings;
    expect(found).toMatchObject({
      message: `The release was changed after it was found good on "test" (${newest.run}, 2026-11-23T20:00:00Z): commit, deploys.`,
      expected: { commit: '"4f1c6a3d"', deploys: 'false' },
      actual: { commit: 'null', deploys: 'true' },
    });
  });
});

it('judges every environment before, each by itself', () => {
  const acc = { ...test, environment: 'acc', newest: { ...newest, publicUrl: 'https://sso-acc.example', verdict: 'fail', exitCode: 1 } };
  expect(judge([test, acc], { environment: 'prod', publicUrl: 'https://sso.example' }).findings).toMatchObject([
    { code: 'release/FAILED_BEFORE', subject: 'environment/acc' },
  ]);
});

describe('the author', () => {
  const by = (author: string | undefined): ProvenIn => ({ ...test, newest: { ...newest, ...(author === undefined ? {} : { author }) } });
  it('is who it was when it was found good, however the name is written', () => {
    expect(codesIn([by('Ann Author')], { author: 'author, ANN' })).toEqual([]);
    expect(judge([by('Ann Author')], { author: 'Mark Maker' }).findings).toEqual([
      {
        code: 'release/AUTHOR_CHANGED',
        title: codes.AUTHOR_CHANGED.title,
        severity: 'fail',
        subject: 'environment/test',
        message: `When it was found good on "test" (${newest.run}, 2026-11-23T20:00:00Z), the author of the release was Ann Author, and now it is Mark Maker.`,
        remedy: codes.AUTHOR_CHANGED.remedy,
        expected: 'Ann Author',
        actual: 'Mark Maker',
      },
    ]);
  });
  it('is who it was in every run that passed with what is shipped', () => {
    const told = (run: string, author: string) => ({ run, startedAt: '2026-11-22T20:00:00Z', author });
    const authors = [told(newest.run, 'Mark Maker'), told('01KAT5', 'Ann Author'), told('01KAT4', 'Bo Builder')];
    const { findings } = judge([{ ...by('Mark Maker'), authors }], { author: 'Mark Maker' });
    expect(findings.map(({ code, expected, message }) => [code, expected, message])).toEqual([
      [
        'release/AUTHOR_CHANGED',
        'Ann Author',
        'When it was found good on "test" (01KAT5, 2026-11-22T20:00:00Z), the author of the release was Ann Author, and now it is Mark Maker.',
      ],
      [
        'release/AUTHOR_CHANGED',
        'Bo Builder',
        'When it was found good on "test" (01KAT4, 2026-11-22T20:00:00Z), the author of the release was Bo Builder, and now it is Mark Maker.',
      ],
    ]);
    // One who is named by several of them is told once.
    expect(codesIn([{ ...by('Ann Author'), authors: [told('01KAT5', 'ann AUTHOR')] }], { author: 'Mark Maker' })).toEqual([
      'release/AUTHOR_CHANGED',
    ]);
    expect(codesIn([{ ...by('Ann Author'), authors: [told('01KAT5', 'Author, Ann')] }], { author: 'Ann Author' })).toEqual([]);
  });
  it('may be named for the first time', () => {
    expect(codesIn([by(undefined)], { author: 'Ann Author' })).toEqual([]);
  });
});

describe('the suite that it was judged by', () => {
  const lacking = (lacks: string[]): ProvenIn => ({ ...test, newest: { ...newest, lacks } });
  it('had what it has today', () =>
    expect(judge([lacking([])])).toMatchObject({ findings: [], gaps: [], facts: [{ name: 'proven on test' }] }));
  it('had less: what was not looked at is not known to be good', () => {
    const names = ['a/one', 'a/two', 'a/three', 'a/four', 'a/five', 'a/six', 'a/seven'];
    expect(judge([lacking(names)])).toMatchObject({
      findings: [],
      facts: [],
      gaps: [
        {
          code: 'release/CHECKS_MISSING_BEFORE',
          subject: 'environment/test',
          reason: `Today's post-deploy asks on "test" for what ${newest.run} did not look at: a/one, a/two, a/three, a/four, a/five and 2 more.`,
          remedy: codes.CHECKS_MISSING_BEFORE.remedy,
        },
      ],
    });
  });
  it('is told where it cannot be compared', () => {
    expect(judge([{ ...test, newest: { ...newest, notCompared: 'no file tells' } }])).toMatchObject({
      gaps: [],
      facts: [{ name: 'proven on test' }, { name: 'suite on test', value: 'not compared with that of today: no file tells' }],
    });
  });
});

describe('one system under two names', () => {
  const acc = (changes: Partial<ProvenRun>): ProvenIn => ({ ...test, environment: 'acc', newest: { ...newest, ...changes } });
  const prod = { environment: 'prod', publicUrl: 'https://sso.example' };
  it('is told of two environments before', () => {
    expect(judge([test, acc({ run: '01KAT8', publicUrl: 'https://SSO-test.example:443/' })], prod).findings).toMatchObject([
      {
        code: 'release/SAME_SYSTEM_BEFORE',
        subject: 'environment/acc',
        message: `The records of "test" (${newest.run}) and "acc" (01KAT8) are both of https://SSO-test.example:443/, realm healthdata: that is one system.`,
      },
    ]);
  });
  it('is none where the realms or the addresses differ', () => {
    expect(codesIn([test, acc({ realms: ['other'] })], prod)).toEqual([]);
    expect(codesIn([test, acc({ publicUrl: 'https://sso-test.example/auth' })], prod)).toEqual([]);
  });
  it('is this environment itself, in another notation', () => {
    expect(codesIn([test], { publicUrl: 'https://sso-TEST.example/' })).toEqual(['release/SAME_SYSTEM_BEFORE']);
  });
});

describe('the scenarios that it was judged by', () => {
  const by = (scenarios: ProvenRun['scenarios']): ProvenIn => ({ ...test, newest: { ...newest, ...(scenarios ? { scenarios } : {}) } });
  const commit = '4f1c6a3d'.repeat(5);
  it.each<[string, ProvenRun['scenarios'], string | undefined]>([
    ['those of a commit', { commit, dirty: false }, undefined],
    [
      'changed',
      { commit, dirty: true, changed: ['suites/post-deploy.ts'] },
      'they differed from the commit 4f1c6a3d4f1c (suites/post-deploy.ts)',
    ],
    ['of no known commit', { commit: 'unknown', source: 'there is no program git' }, 'there is no program git'],
    ['not told', undefined, 'the record does not tell'],
  ])('are %s', (_what, scenarios, why) => {
    expect(judge([by(scenarios)], { production: true }).gaps?.map(({ code, reason }) => ({ code, reason }))).toEqual(
      why === undefined
        ? []
        : [
            {
              code: 'release/SCENARIOS_UNKNOWN_BEFORE',
              reason: `By which scenarios ${newest.run} of "test" was judged is not known: ${why}.`,
            },
          ],
    );
    // Elsewhere it is told, and no more.
    const { gaps, facts = [] } = judge([by(scenarios)]);
    expect({ gaps, value: facts[1]?.value }).toEqual({
      gaps: [],
      value: scenarios && (why ?? 'commit 4f1c6a3d4f1c'),
    });
  });
});

describe('where the release names no digest', () => {
  const tagged = { ...substance, image };
  const of = (environment: string, digests: readonly string[]): ProvenIn => ({
    ...test,
    environment,
    newest: { ...newest, substance: tagged, publicUrl: `https://sso-${environment}.example`, digests: [...digests] },
  });
  const expected = { substance: tagged, environment: 'prod', publicUrl: 'https://sso.example' };
  it('the environments before must have run the same one', () => {
    expect(codesIn([of('test', [digest('a')]), of('acc', [digest('a')])], expected)).toEqual([]);
    expect(codesIn([of('test', [digest('a')]), of('acc', [digest('b')])], expected)).toEqual(['release/OTHER_IMAGE_BEFORE']);
  });
  it('what no node tells is not compared', () => {
    expect(codesIn([of('test', [digest('a')]), of('acc', [])], expected)).toEqual([]);
  });
});

describe('the first environment', () => {
  const run = (more: Partial<RunContext['environment']>, environments: readonly string[]): RunContext => ({
    suite: 'pre-release',
    environment: { id: 'acc', production: false, keycloak: { publicUrl: '', realms: [] }, ...more } as RunContext['environment'],
    release: { environments } as NonNullable<RunContext['release']>,
  });
  it('needs no record', () => {
    expect(check.skip(run({}, ['acc', 'prod']), undefined)).toBe('"acc" is the first environment of the release.');
    expect(check.skip(run({}, ['test', 'acc']), undefined)).toBeUndefined();
  });
  it('is told where it is production', () => {
    expect(check.skip(run({ production: true }, ['acc']), undefined)).toBeUndefined();
    expect(judge([]).findings).toMatchObject([{ code: 'release/PRODUCTION_FIRST', severity: 'warn' }]);
  });
  it('cannot be one that gets its releases from another', () => {
    expect(check.skip(run({ promotesFrom: 'test' }, ['acc']), undefined)).toBeUndefined();
    expect(codesIn([], { leftOut: 'test' })).toEqual(['release/ENVIRONMENT_LEFT_OUT']);
  });
  it('leaves out none that releases go through, however far', () => {
    const asked = (origins: string[], environments: string[]): object =>
      check.expected(
        {
          ...run({ id: 'prod', promotesFrom: 'acc' }, environments),
          release: upgrade({ environments }),
          provenBefore: { places: [], environments: [], origins },
        },
        undefined,
      );
    expect(asked(['acc', 'test'], ['acc', 'prod'])).toMatchObject({ leftOut: ['test'] });
    expect(asked(['acc', 'test'], ['test', 'prod'])).toMatchObject({ leftOut: ['acc'] });
    expect(asked(['acc', 'test'], ['test', 'acc', 'prod'])).not.toHaveProperty('leftOut');
    expect(codesIn([], { leftOut: ['acc', 'test'] })).toEqual(['release/ENVIRONMENT_LEFT_OUT', 'release/ENVIRONMENT_LEFT_OUT']);
  });
});

describe('the order of the environments', () => {
  const provenOn = (environment: string, deployedAt: string | undefined, proofs?: ProvenIn['proofs']): ProvenIn => ({
    ...test,
    environment,
    newest: { ...newest, publicUrl: `https://sso-${environment}.example`, ...(deployedAt === undefined ? {} : { deployedAt }) },
    ...(proofs ? { proofs } : {}),
  });
  const first = [{ run: '01KAT7', at: '2026-11-23T20:01:00Z' }];
  const prod = { environment: 'prod', publicUrl: 'https://sso.example' };
  const codesOf = (deployedAt: string | undefined, proofs?: ProvenIn['proofs']): string[] =>
    codesIn([provenOn('test', '2026-11-23T19:00:00Z', proofs), provenOn('acc', deployedAt)], prod);

  it('is kept where each was found good before the next was deployed', () => {
    expect(codesOf('2026-11-23T20:02:00Z', first)).toEqual([]);
    // Found good once more, later.
    expect(codesOf('2026-11-23T20:02:00Z', [...first, { run: '01KAT9', at: '2026-11-24T08:00:00Z' }])).toEqual([]);
  });
  it('is not kept where it was deployed before that', () => {
    expect(codesOf('2026-11-23T19:30:00Z', first)).toEqual(['release/PROVEN_OUT_OF_ORDER']);
  });
  it('is not judged by what no record tells', () => {
    expect(codesOf(undefined, first)).toEqual([]);
    expect(codesOf('2026-11-23T19:30:00Z')).toEqual([]);
    expect(codesOf('2026-11-23T19:30:00Z', [])).toEqual([]);
  });
});
