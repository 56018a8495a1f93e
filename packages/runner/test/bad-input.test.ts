import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, defineSuite, step } from '@keycloak-release-gate/core';
import type { CheckInstance, RunRecord } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { planSuite } from '../src/plan/plan.ts';
import type { Plan } from '../src/plan/plan.ts';
import { select } from '../src/plan/selection.ts';
import { createRunFolder } from '../src/record/folder.ts';
import { listRuns, readRun } from '../src/record/read.ts';
import { findBaseline } from '../src/verify/baseline.ts';
import { sampleRecord } from './sample-record.ts';
import { environment, place, refusal, suite, verify } from './run-program.ts';
import { goodWhenGood, look, runContext } from './synthetic.ts';

// Each starts the program: on a busy machine that takes a while.
describe.concurrent('bad input', { timeout: 60_000 }, () => {
  it('is told apart from a good one', async () => {
    const { exitCode, out, err } = await verify(['--env', 'one']);
    expect({ exitCode, err }).toMatchObject({ exitCode: 0 });
    expect(out).toContain('PASS');
  });

  it('names the nearest environment, suite, check, flag and command', async () => {
    expect(await refusal(['--env', 'onne'])).toContain('There is no environment "onne".\n    do     Did you mean "one"?');
    expect(await refusal(['--env', 'one', '--suite', 'heath'])).toContain('Did you mean "health"?');
    expect(await refusal(['--env', 'one', '--only', 'test/always-god'])).toContain('Did you mean "test/always-good"?');
    expect(await refusal(['--env', 'one', '--suit', 'health'])).toContain('did you mean --suite?');
    expect(await refusal(['doctr'])).toContain('Did you mean "doctor"?');
  });

  it('asks which environment when none is named', async () => {
    expect(await refusal([])).toContain('Name one of: one.');
  });

  it('names file and line of a scenario that does not compile', async () => {
    expect(
      await refusal(['--env', 'one'], {
        environment: "import { defineEnvironment } from '@keycloak-release-gate/core';\nexport default defineEnvironment({ id: ;",
      }),
    ).toMatch(/where {2}scenarios\/environments\/one\.ts:2$/m);
    expect(await refusal(['--env', 'one'], { environment: "\nthrow new Error('not today');" })).toMatch(
      /not today\n {4}where {2}scenarios\/environments\/one\.ts:2/,
    );
  });

  it('lists all that is missing at once: variables and secrets, each with where it goes', async () => {
    const missing = await refusal(
      ['--env', 'one'],
      { environment: environment('', "publicUrl: variable('TEST_PUBLIC'), adminUrl: variable('TEST_ADMIN'), realms: ['main']") },
      {},
    );
    expect(missing).toContain('3 things are not right with the configuration; nothing was looked at.');
    expect(missing).toContain('keycloak.publicUrl is not known: the environment variable TEST_PUBLIC is not set.');
    expect(missing).toContain('keycloak.adminUrl is not known: the environment variable TEST_ADMIN is not set.');
    expect(missing).toContain(
      'The secret for gate.admin.secret is missing: it is looked for in the environment variable TEST_GATE_SECRET, and it is not set.',
    );
  });

  it('refuses a secret that is too short to be removed from reports', async () => {
    expect(await refusal(['--env', 'one'], {}, { TEST_GATE_SECRET: 'short' })).toContain('has fewer than 8 characters');
  });

  it('refuses two applications with one id', async () => {
    const application =
      "defineApplication({ id: 'portal', realm: 'main', clientId: 'portal', login: { kind: 'service', clientSecret: secret.variable('TEST_GATE_SECRET') }, environments: { one: {} } })";
    expect(await refusal(['--env', 'one'], { environment: environment(`applications: [${application}, ${application}]`) })).toContain(
      'Two applications have the id "portal".',
    );
  });

  it('refuses plain HTTP in production, and nowhere else', async () => {
    const portal = `applications: [defineApplication({ id: 'portal', realm: 'main', clientId: 'portal',
      login: { kind: 'service', clientSecret: secret.variable('TEST_GATE_SECRET') }, environments: { one: { url: 'http://portal.example' } } })]`;
    const said = await refusal(['--env', 'one'], { environment: environment(`production: true, ${portal}`) });
    expect(said).toContain('The url of the application "portal" is http://portal.example, and this environment is one of production.');
    expect((await verify(['--env', 'one'], { environment: environment(portal) })).exitCode).toBe(0);
    const keycloak = "publicUrl: 'http://sso.example', adminUrl: 'https://sso.example', realms: ['main']";
    expect(await refusal(['--env', 'one'], { environment: environment('production: true', keycloak) })).toContain(
      'keycloak.publicUrl is http://sso.example',
    );
  });

  it('judges a production by committed scenarios alone, anything else by any, and says by which', async () => {
    const said = await refusal(['--env', 'one'], { environment: environment('production: true') });
    expect(said).toContain('scenarios differ from the commit');
    expect(said).toMatch(/scenarios\/environments\/one\.ts|\.scratch-/);
    expect(said).toContain('SCENARIOS_UNCOMMITTED');
    expect((await verify(['plan', '--env', 'one'], { environment: environment('production: true') })).exitCode).toBe(0);
    const { folder, exitCode } = await verify(
      ['--env', 'one'],
      {},
      { TEST_GATE_SECRET: 'long-enough-secret', GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'robin', GITHUB_SERVER_URL: 'no address' },
    );
    expect(exitCode).toBe(0);
    const [run = ''] = listRuns(join(folder, 'reports'), 'one');
    const { scenarios, ci } = readRun(run).record.run;
    expect(scenarios?.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(scenarios?.dirty).toBe(true);
    expect(ci).toEqual({ system: 'GitHub Actions', actor: 'robin' });
  });

  it('refuses a single logout that could not be proven', async () => {
    const browser = (id: string, more: string): string =>
      `defineApplication({ id: '${id}', realm: 'main', clientId: '${id}', login: { kind: 'browser', loggedIn: '#out', logout: { click: '#out' }, ${more} }, environments: { one: { url: 'https://${id}.example', user: 'robin' } } })`;
    const users = "users: { robin: { username: 'robin', password: secret.variable('TEST_GATE_SECRET') } },";
    const said = await refusal(['--env', 'one'], {
      environment: environment(
        `${users} applications: [${browser('portal', "singleLogout: { applications: ['wiki', 'gone', 'portal'] }")}, ${browser('wiki', '')}]`,
      ),
    });
    expect(said).toContain('A logout from "portal" is declared to log out of "wiki", which has no `protectedPath` to prove it by.');
    expect(said).toContain('"gone", which the environment does not list.');
    expect(said).toContain('"portal", which is itself.');
  });

  it('refuses a login of nobody, but where it is only followed to another identity provider', async () => {
    const ofNobody = (more = ''): string =>
      `applications: [defineApplication({ id: 'portal', realm: 'main', clientId: 'portal', login: { kind: 'browser', loggedIn: '#out', logout: { click: '#out' }, ${more} }, environments: { one: { url: 'https://portal.example' } } })]`;
    expect(await refusal(['--env', 'one'], { environment: environment(ofNobody()) })).toContain(
      'The application "portal" is logged in to by ""',
    );
    const followed = environment(ofNobody("broker: { alias: 'itsme', depth: 'redirect' }"));
    expect((await verify(['--env', 'one'], { environment: followed })).exitCode).toBe(0);
    const entered = environment(ofNobody("broker: { alias: 'itsme', depth: 'login', realm: 'itsme' }"));
    expect(await refusal(['--env', 'one'], { environment: entered })).toContain('UNKNOWN_USER');
  });

  it('refuses a waiver without an expiry, or with one without an offset', async () => {
    const waiver = (expires: string): string => `waivers: [{ code: 'a/B', subject: 'c', owner: 'd', reason: 'e' ${expires} } as never]`;
    expect(await refusal(['--env', 'one'], { environment: environment(waiver('')) })).toContain('waivers.0.expires');
    expect(await refusal(['--env', 'one'], { environment: environment(waiver(", expires: '2026-12-31'")) })).toContain(
      'waivers.0.expires: an ISO 8601 time with an offset',
    );
  });

  it("refuses a waiver of what nobody can accept, and one of the release's author", async () => {
    const waiver = (code: string, owner: string): string =>
      environment(`waivers: [{ code: '${code}', subject: 'c', owner: '${owner}', reason: 'e', expires: '2126-12-31T18:00:00Z' }]`);
    const of = await refusal(['--env', 'one'], { environment: waiver('release/STAND_BY_MISSING', 'Olga Owner') });
    expect(of).toContain('NOT_WAIVABLE');
    const releases = {
      r: `import { defineRelease } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'R', description: 'D', environments: ['one'], keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'A', reason: 'None' }, impact: 'I', author: 'Ann Author' });`,
    };
    const own = await refusal(['--env', 'one', '--suite', 'health', '--release', 'r'], {
      environment: waiver('backup/OLD', 'Ann Author'),
      releases,
    });
    expect(own).toContain('WAIVED_BY_AUTHOR');
    expect(own).toContain('scenarios/environments/one.ts');
    const others = await verify(['--env', 'one', '--suite', 'health', '--release', 'r'], {
      environment: waiver('backup/OLD', 'Olga Owner'),
      releases,
    });
    expect(others.exitCode).toBe(0);
  });

  it('refuses a deadline of 0 and a time without an offset', async () => {
    const both = await refusal(['--env', 'one', '--deadline', '0', '--since', '2026-11-23']);
    expect(both).toContain('A deadline of 0 s leaves no time');
    expect(both).toContain('"2026-11-23" is no ISO 8601 time with an offset.');
  });

  it('refuses times that do not exist, and deadlines that no timer can hold', async () => {
    for (const since of ['2026-11-23TfooZ', '2026-02-31T00:00:00Z'])
      expect(await refusal(['--env', 'one', '--since', since])).toContain(`"${since}" is no ISO 8601 time with an offset.`);
    for (const deadline of ['Infinity', '3000000'])
      expect(await refusal(['--env', 'one', '--deadline', deadline])).toContain(
        `A deadline of ${deadline} s is longer than can be measured.`,
      );
    expect(await refusal(['--env', 'one'], { environment: environment('deadlineSeconds: 3_000_000') })).toContain('deadlineSeconds');
  });

  it('tells what is wrong with options, suite and secrets in one list', async () => {
    const all = await refusal(['--env', 'one', '--deadline', '0', '--suite', 'heath'], {}, {});
    expect(all).toContain('3 things are not right');
    expect(all).toContain('A deadline of 0 s leaves no time');
    expect(all).toContain('Did you mean "health"?');
    expect(all).toContain('The secret for gate.admin.secret is missing');
  });

  it('looks at nothing where a variable has it believe whoever answers', async () => {
    const told = await refusal(['--env', 'one'], {}, { TEST_GATE_SECRET: 'long-enough-secret', NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect(told).toContain('code   VERIFICATION_OFF');
    expect(told).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('ends with its verdict though a look hangs and holds a handle', async () => {
    const hanging = { suite: suite(undefined, undefined, '() => { setInterval(() => {}, 1000); return new Promise(() => {}); }') };
    expect(await verify(['--env', 'one'], hanging)).toMatchObject({ exitCode: 3, err: containing('No answer within') });
  });

  it('ends the doctor with what it could not see though a look hangs', async () => {
    const hanging = { suite: suite(undefined, undefined, '() => new Promise(() => {})') };
    expect(await verify(['doctor', '--env', 'one'], hanging)).toMatchObject({
      exitCode: 3,
      out: containing('No answer within'),
    });
  });

  it('finishes its run when nobody reads what it says any more', async () => {
    expect(await verify(['--env', 'one'], {}, undefined, true)).toMatchObject({ exitCode: 0, wroteReports: true });
  });

  it('tells in the doctor what a look lacks, and does not take it without', async () => {
    const text = suite('[reading()]').replace(
      'export default',
      `const blind = defineCollector({ id: 'test/blind', version: 1, title: 'Blind', evidence: z.object({}), timeout: 400, params: () => ({}), collect: async () => { throw new Error('no way there'); } });
const after = defineCollector({ id: 'test/after', version: 1, title: 'After', reads: { blind }, evidence: z.object({}), timeout: 400, params: () => ({}), collect: async () => { throw new Error('called without its input'); } });
const reading = defineCheck({ id: 'test/reading', title: 'R', why: 'A test', reads: { after }, expects: z.object({}), judge: () => ({ findings: [] }) });
export default`,
    );
    const { exitCode, out } = await verify(['doctor', '--env', 'one'], { suite: text });
    expect({ exitCode, out }).toMatchObject({ exitCode: 3, out: containing('2 of 2 things cannot be seen') });
    expect(out.match(/no way there/g)).toHaveLength(2);
    expect(out).not.toContain('called without its input');
  });

  it('refuses a suite without checks, and words that a check does not take', async () => {
    expect(await refusal(['--env', 'one'], { suite: suite('[]') })).toContain('No check proves the step "A sentence".');
    expect(await refusal(['--env', 'one'], { suite: suite("[alwaysGood({ limit: 'many' } as never)]") })).toContain(
      'test/always-good: limit: ',
    );
    expect(await refusal(['--env', 'one', '--skip', 'test'])).toContain('--skip test leaves no check of the suite "health".');
  });

  it('asks for the release when several are open', async () => {
    const release = (id: string): string => `
import { defineRelease } from '@keycloak-release-gate/core';
export default defineRelease({ id: '${id}', title: 'R', description: 'D', environments: ['one'], keycloak: { from: '26.4.0', to: '26.7.4' }, rollback: { plan: 'A', reason: 'R' }, impact: 'I' });`;
    const err = await refusal(['--env', 'one'], { releases: { first: release('first'), second: release('second') } });
    expect(err).toContain('Several releases are open for "one": first, second.');
    expect(err).toContain('--release first or --release second');
    expect(await refusal(['--env', 'one', '--release', 'secnd'], { releases: { second: release('second') } })).toContain(
      'Did you mean "second"?',
    );
  });

  it('refuses a run that is none, and one that was edited', async () => {
    expect(await refusal(['judge', 'nowhere'])).toContain('There is no run in nowhere');
  });
});

describe('a selection', () => {
  const first = goodWhenGood(
    'a/first',
    look('look/first', () => ({ value: { value: 'good' } })),
  );
  const second = goodWhenGood(
    'b/second',
    look('look/second', () => ({ value: { value: 'good' } })),
    { needs: [first()] },
  );
  const third = goodWhenGood(
    'c/third',
    look('look/third', () => ({ value: { value: 'good' } })),
  );
  const plan = planned([first(), second(), third()]);

  it('does not skip what a check that stays needs, and says what to skip, too', () => {
    expect(() => select(plan, { only: [], skip: ['a/first'] })).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            message: 'a/first cannot be skipped: b/second needs it.',
            remedy: containing("--skip 'b/second'"),
          }),
        ],
      }),
    );
  });

  it('skips it together with what needs it', () => {
    expect(select(plan, { only: [], skip: ['a/first', 'b/second'] }).checks.map(({ key }) => key)).toEqual(['c/third']);
  });
});

describe('a baseline', () => {
  const before = (changes: Partial<RunRecord> = {}): RunRecord => ({
    ...sampleRecord(),
    suite: { id: 'pre-release', title: 'Before' },
    ...changes,
  });
  const { release, environment: acceptance, run } = before();
  const check = goodWhenGood(
    'a/first',
    look('look/first', () => ({ value: { value: 'good' } })),
  );
  const plan = planned([check()], { ...runContext({ id: 'acc' }), ...(release ? { release } : {}) });
  const reports = (): string => mkdtempSync(join(place, 'reports-'));

  /** Writes a record as a run does. */
  function written(record: object, into = reports(), id = run.id): string {
    const folder = createRunFolder(into, 'acc', 'pre-release', id);
    folder.write('run.json', canonicalJson(record));
    folder.finish();
    return folder.path;
  }

  it('is refused by name when it is not of before this release in this environment, or not whole', () => {
    expect(findBaseline(plan, 'nowhere', written(before()))?.record.run.id).toBe(run.id);
    const unfit: Readonly<Record<string, Partial<RunRecord>>> = {
      'it is of the environment "prod"': { environment: { ...acceptance, id: 'prod' } },
      'it is of the release "2026-10"': release ? { release: { ...release, id: '2026-10' } } : {},
      'its suite is "post-deploy"': { suite: { id: 'post-deploy', title: 'After' } },
      'it is a part of the suite alone (--only login)': { run: { ...run, partial: '--only login' } },
      'it was interrupted (SIGINT)': { run: { ...run, interrupted: 'SIGINT' } },
    };
    for (const [reason, changes] of Object.entries(unfit))
      expect(() => findBaseline(plan, 'nowhere', written(before(changes)))).toThrow(
        expect.objectContaining({ problems: [expect.objectContaining({ message: containing(reason) })] }),
      );
  });

  it('is found among folders and records that are none of this release', () => {
    const into = reports();
    const path = written(before(), into);
    mkdirSync(join(into, 'acc/pre-release/archive'));
    mkdirSync(join(into, 'acc/pre-release/01KZZZZZZZZZZZZZZZZZZZZZZZ'));
    written({ ...before(), schema: 'keycloak-release-gate/run/9' }, into, '01KYYYYYYYYYYYYYYYYYYYYYYY');
    written({ ...before(), release: { id: '2026-10' } }, into, '01KXXXXXXXXXXXXXXXXXXXXXXX');
    expect(findBaseline(plan, into, undefined)?.folder).toBe(path);
  });

  it('is refused when it is of this release and was edited', () => {
    const into = reports();
    writeFileSync(join(written(before(), into), 'run.json'), canonicalJson(before({ chosen: 'otherwise' })));
    expect(() => findBaseline(plan, into, undefined)).toThrow(code('RECORD_EDITED'));
  });

  it('is not proven by a manifest that lists nothing, or not all', () => {
    const emptied = written(before());
    writeFileSync(join(emptied, 'manifest.sha256'), '');
    expect(() => readRun(emptied)).toThrow(code('RECORD_EDITED'));
    const added = written(before());
    writeFileSync(join(added, 'evidence/0000'), 'more');
    expect(() => readRun(added)).toThrow(code('RECORD_EDITED'));
  });
});

/** Typed as unknown: the matcher itself is of any type. */
const containing = (text: string): unknown => expect.stringContaining(text);

const code = (expected: string): unknown => expect.objectContaining({ problems: [expect.objectContaining({ code: expected })] });

function planned(checks: readonly CheckInstance[], run = runContext()): Plan {
  return planSuite(
    defineSuite({ id: 'synthetic', title: 'Synthetic', needsRelease: false, steps: () => [step({ id: 'a/b', sentence: 'One' }, checks)] }),
    run,
  );
}
