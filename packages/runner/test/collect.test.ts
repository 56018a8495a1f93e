import { gap, gapCodes, canonicalJson, ConfigurationError, defineCheck, opening } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bad, goodWhenGood, look, outcomes, runContext, verifySynthetic } from './synthetic.ts';

const good = { value: { value: 'good' } };
const soon = { value: { value: 'soon' } };

describe('looks', () => {
  it('are taken once, however many checks read them', async () => {
    let calls = 0;
    const shared = look('domain/shared', () => {
      calls += 1;
      return good;
    });
    const { record } = await verifySynthetic([goodWhenGood('a/one', shared)(), goodWhenGood('a/two', shared)()]);
    expect(calls).toBe(1);
    expect(outcomes(record)).toEqual({ 'a/one': 'pass', 'a/two': 'pass' });
    expect(record.verdict.exitCode).toBe(0);
  });

  it('that crash, hang, lie or see nothing make their check inconclusive, and leave the others alone', async () => {
    const checks = [
      goodWhenGood(
        'a/crash',
        look('domain/crash', () => Promise.reject(new Error('boom'))),
      )(),
      // Ignores its signal altogether.
      goodWhenGood(
        'a/hang',
        look('domain/hang', () => new Promise(() => undefined), { timeout: 50 }),
      )(),
      goodWhenGood(
        'a/lie',
        look('domain/lie', () => ({ value: { value: 7 } }) as never),
      )(),
      goodWhenGood(
        'a/nothing',
        look('domain/nothing', () => ({})),
      )(),
      goodWhenGood(
        'a/fine',
        look('domain/fine', () => good),
      )(),
    ];
    const { record } = await verifySynthetic(checks);
    expect(outcomes(record)).toEqual({
      'a/crash': 'inconclusive',
      'a/hang': 'inconclusive',
      'a/lie': 'inconclusive',
      'a/nothing': 'inconclusive',
      'a/fine': 'pass',
    });
    expect(record.results.slice(0, 4).map((result) => result.gaps.map((item) => item.code))).toEqual([
      ['gap/COLLECTOR_CRASHED'],
      ['gap/TIMED_OUT'],
      ['gap/EVIDENCE_MALFORMED'],
      ['gap/COLLECTOR_CRASHED'],
    ]);
    expect(record.verdict).toMatchObject({ kind: 'inconclusive', exitCode: 3 });
  });

  it('with a gap are judged only by a check that says so: its failures stand, its pass does not', async () => {
    const half = (value: string) =>
      look(`domain/${value}`, () => ({ value: { value }, gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'it', reason: 'half' })] }));
    const checks = [
      goodWhenGood('a/strict', half('bad'))(),
      goodWhenGood('a/partial-good', half('good'), { onGaps: 'judge' })(),
      goodWhenGood('a/partial-bad', half('worse'), { onGaps: 'judge' })(),
    ];
    const { record } = await verifySynthetic(checks);
    expect(outcomes(record)).toEqual({ 'a/strict': 'inconclusive', 'a/partial-good': 'inconclusive', 'a/partial-bad': 'fail' });
    expect(record.results[0]?.findings).toEqual([]);
  });

  it('use a resource one after the other, and one that was refused is not tried again', async () => {
    let inUse = 0;
    let most = 0;
    const busy = (id: string, collected = good as object) =>
      look(
        id,
        async () => {
          inUse += 1;
          most = Math.max(most, inUse);
          await new Promise((resolve) => setTimeout(resolve, 20));
          inUse -= 1;
          return collected;
        },
        { uses: ['user/alice'] },
      );
    const refused = busy('domain/a', {
      gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'alice', reason: 'refused' })],
      trips: ['user/alice'],
    });
    const { record, events } = await verifySynthetic([
      goodWhenGood('a/a', refused)(),
      goodWhenGood('a/b', busy('domain/b'))(),
      goodWhenGood('a/c', busy('domain/c'))(),
    ]);
    expect(most).toBe(1);
    expect(record.results.map((result) => result.gaps.map((item) => item.code))).toEqual([
      ['gap/NOT_DECLARED'],
      ['gap/TRIPPED'],
      ['gap/TRIPPED'],
    ]);
    expect(events).toContainEqual({ type: 'look-waiting', look: 'domain/b', title: 'domain/b', for: 'user/alice' });
  });

  it('are redacted before they are recorded or judged', async () => {
    const leaky = look('domain/leaky', () => ({ value: { value: 'it said canary-secret-1234' } }));
    const { record } = await verifySynthetic([goodWhenGood('a/leaky', leaky)()]);
    expect(record.results[0]?.findings).toEqual([bad('it said ‹secret canary›')]);
  });
});

describe('settling', () => {
  it('waits until a look is good several times in a row, and keeps every revision', async () => {
    const starting = look('domain/starting', (call) => (call < 3 ? soon : good), { settles: true });
    const { record } = await verifySynthetic([goodWhenGood('a/starting', starting)()]);
    expect(outcomes(record)).toEqual({ 'a/starting': 'pass' });
    expect(record.looks['domain/starting']?.revisions).toHaveLength(5);
  });

  it('does not take one good moment for a settled state', async () => {
    const flapping = look('domain/flapping', (call) => (call % 2 === 0 ? good : { value: { value: 'down' } }), { settles: true });
    const { record } = await verifySynthetic([goodWhenGood('a/flapping', flapping)()]);
    expect(outcomes(record)).toEqual({ 'a/flapping': 'fail' });
  });

  it('fails at its deadline with what holds then, and does not wait for what waiting cannot mend', async () => {
    const never = await verifySynthetic([
      goodWhenGood(
        'a/never',
        look('domain/never', () => soon, { settles: true }),
      )(),
    ]);
    expect(never.record.results[0]).toMatchObject({ outcome: { kind: 'fail' }, findings: [bad('soon')] });
    const broken = look('domain/broken', () => ({ value: { value: 'dead' } }), { settles: true });
    const { record } = await verifySynthetic([goodWhenGood('a/broken', broken, { terminal: true })()]);
    // As often as a good state must be seen, and no longer.
    expect(record.looks['domain/broken']?.revisions).toHaveLength(2);
    expect(outcomes(record)).toEqual({ 'a/broken': 'fail' });
  });

  it('looks again after the last look that is taken once, so that what broke meanwhile is seen', async () => {
    let broken = false;
    const server = look('domain/server', () => (broken ? { value: { value: 'down' } } : good), { settles: true });
    const login = look('domain/login', () => {
      broken = true;
      return good;
    });
    const { record } = await verifySynthetic([goodWhenGood('a/server', server)(), goodWhenGood('a/login', login)()]);
    expect(outcomes(record)).toEqual({ 'a/server': 'fail', 'a/login': 'pass' });
  });

  it('takes a look that failed for a moment until it is seen again', async () => {
    let calls = 0;
    const server = look(
      'domain/server',
      (call) => {
        calls = call;
        return call === 2 ? { gaps: [gap(gapCodes.TIMED_OUT, { subject: 'it', reason: 'a hiccup' })] } : good;
      },
      { settles: true },
    );
    const { record } = await verifySynthetic([
      goodWhenGood('a/server', server)(),
      goodWhenGood(
        'a/login',
        look('domain/login', () => good),
      )(),
    ]);
    expect(outcomes(record)).toEqual({ 'a/server': 'pass', 'a/login': 'pass' });
    expect(calls).toBe(4);
  });

  it("is inconclusive, not failed, when the run's deadline cuts it off", async () => {
    const controller = new AbortController();
    const slow = look(
      'domain/slow',
      (call) => {
        if (call === 2) controller.abort('deadline');
        return soon;
      },
      { settles: true },
    );
    const { record } = await verifySynthetic([goodWhenGood('a/slow', slow)()], { interrupt: controller.signal });
    expect(record.results[0]).toMatchObject({ outcome: { kind: 'inconclusive' }, gaps: [{ code: 'gap/DEADLINE' }] });
  });
});

describe('needs', () => {
  it('block a check and its looks, naming the root cause', async () => {
    let tried = false;
    const discovery = goodWhenGood(
      'a/discovery',
      look('domain/discovery', () => ({ value: { value: 'broken' } })),
    );
    const login = goodWhenGood(
      'a/login',
      look('domain/login', () => {
        tried = true;
        return good;
      }),
      { needs: [discovery] },
    );
    const report = goodWhenGood(
      'a/report',
      look('domain/report', () => good),
      { needs: [login] },
    );
    const { record, events } = await verifySynthetic([report(), login(), discovery()]);
    expect(tried).toBe(false);
    expect(record.results.map((result) => result.outcome)).toEqual([
      { kind: 'blocked', by: ['a/discovery'] },
      { kind: 'blocked', by: ['a/discovery'] },
      { kind: 'fail' },
    ]);
    expect(events).toContainEqual({ type: 'look-skipped', look: 'domain/login', title: 'domain/login', because: 'a/discovery' });
  });

  it('that are not in the suite, or that go round in a circle, are told before anything is looked at', async () => {
    const one = look('domain/one', () => good);
    const missing = goodWhenGood('a/missing', one);
    await expect(verifySynthetic([goodWhenGood('a/lonely', one, { needs: [missing] })()])).rejects.toThrow(
      'a/lonely needs a/missing, which is not in the suite.',
    );
    const first = goodWhenGood('a/first', one);
    const second = goodWhenGood('a/second', one, { needs: [first] });
    const circle = { ...first(), check: { ...first.check, needs: ['a/second'] } };
    await expect(verifySynthetic([circle, second()])).rejects.toThrow('These checks need each other: a/first → a/second → a/first.');
  });
});

describe('a run', () => {
  it('of a part never opens the gate', async () => {
    const one = look('domain/one', () => good);
    const { record } = await verifySynthetic([goodWhenGood('a/one', one)(), goodWhenGood('b/two', one)()], { only: ['a'] });
    expect(record.verdict).toEqual({
      kind: 'inconclusive',
      exitCode: 3,
      reasons: ['Only a part was run (--only a): a partial run never opens the gate.'],
    });
  });

  it('names the nearest check for one that is not there', async () => {
    const one = look('domain/one', () => good);
    const error: unknown = await verifySynthetic([goodWhenGood('pods/healthy', one)()], { only: ['pods/helthy'] }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).problems).toEqual([
      { code: 'UNKNOWN_CHECK', message: 'No check "pods/helthy" in the suite "synthetic".', remedy: 'Did you mean "pods/healthy"?' },
    ]);
  });

  it('lets a waiver cover one finding until it expires, and says when one matched nothing', async () => {
    const broken = look('domain/broken', () => ({ value: { value: 'known' } }));
    const waiver = { code: 'synthetic/BAD', subject: 'it', owner: 'Jeroen', reason: 'known', expires: '2026-12-01T00:00:00Z' };
    const waived = await verifySynthetic([goodWhenGood('a/broken', broken)()], {
      run: runContext({ waivers: [waiver, { ...waiver, subject: 'other' }] }),
    });
    expect(waived.record.results[0]).toMatchObject({ outcome: { kind: 'pass' }, findings: [{ ...bad('known'), waiver }] });
    expect(waived.record.notices).toEqual([
      'The waiver of synthetic/BAD for other (owner: Jeroen) matched nothing in this run: remove it, or correct its code or subject.',
    ]);
    const expired = await verifySynthetic([goodWhenGood('a/broken', broken)()], {
      run: runContext({ waivers: [{ ...waiver, expires: '2026-11-01T00:00:00Z' }] }),
    });
    expect(expired.record.verdict.exitCode).toBe(1);
    expect(expired.record.notices[0]).toContain('expired on 2026-11-01');
  });

  it('judged again gives the same bytes', async () => {
    const flapping = look('domain/flapping', (call) => (call % 3 === 0 ? soon : good), { settles: true });
    const { record, again } = await verifySynthetic([
      goodWhenGood('a/flapping', flapping)(),
      goodWhenGood(
        'a/one',
        look('domain/one', () => good),
      )(),
    ]);
    expect(canonicalJson(again())).toBe(canonicalJson(record));
  });
});

describe('what once let a bad system through', () => {
  const one = (): ReturnType<typeof look> => look('domain/one', () => good);

  it('a look that was cut off is not whole, whatever it returns then', async () => {
    const partial = look(
      'domain/partial',
      (_call, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(good), { once: true })),
      { timeout: 50 },
    );
    const { record } = await verifySynthetic([goodWhenGood('a/partial', partial)()]);
    expect(record.results[0]).toMatchObject({ outcome: { kind: 'inconclusive' }, gaps: [{ code: 'gap/TIMED_OUT' }] });
  });

  it('a look that was cut off is waited for as long as it declares, and no longer', async () => {
    const ended: string[] = [];
    const ending = (id: string, takes: number, grace: number) =>
      look(
        id,
        (_call, signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () =>
              setTimeout(() => {
                ended.push(id);
                resolve({ gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'it', reason: 'It ended its session.' })] });
              }, takes),
            );
          }),
        { timeout: 50, grace },
      );
    const { record } = await verifySynthetic([
      goodWhenGood('a/patient', ending('domain/patient', 1_800, 5_000))(),
      goodWhenGood('a/hasty', ending('domain/hasty', 1_800, 100))(),
    ]);
    expect(record.results.map(({ gaps }) => gaps.map(({ code }) => code))).toEqual([
      ['gap/NOT_DECLARED', 'gap/TIMED_OUT'],
      ['gap/TIMED_OUT'],
    ]);
    expect(ended).toContain('domain/patient');
  });

  it('a good state is seen as often as is asked for, however slow the looks are', async () => {
    const slow = look(
      'domain/slow',
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 80));
        return good;
      },
      { settles: true },
    );
    const run = runContext({ settle: { every: 50, good: 3, within: 100 } });
    const { record } = await verifySynthetic([goodWhenGood('a/slow', slow)()], { run });
    expect(record.looks['domain/slow']?.revisions).toHaveLength(3);
    expect(outcomes(record)).toEqual({ 'a/slow': 'pass' });
  });

  it('two checks or two collectors of one id are refused', async () => {
    await expect(
      verifySynthetic([
        goodWhenGood('a/x', one())(),
        goodWhenGood(
          'a/x',
          look('domain/two', () => good),
        )(),
      ]),
    ).rejects.toThrow('Two different checks have the id "a/x".');
    await expect(verifySynthetic([goodWhenGood('a/x', one())(), goodWhenGood('a/y', one())()])).rejects.toThrow(
      'Two different collectors have the id "domain/one".',
    );
  });

  it('a waiver accepts not knowing; it proves nothing', async () => {
    const waiver = (code: string, subject: string) => ({ code, subject, owner: 'o', reason: 'r', expires: '2027-01-01T00:00:00Z' });
    const half = look('domain/half', () => ({
      value: { value: 'half' },
      gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'it', reason: 'half' })],
    }));
    const crashing = { ...goodWhenGood('a/crash', one())() };
    const broken = {
      ...crashing,
      check: {
        ...crashing.check,
        judge: () => {
          throw new Error('boom');
        },
      },
    };
    const run = runContext({ waivers: [waiver('gap/NOT_DECLARED', 'it'), waiver('gap/JUDGE_CRASHED', 'a/crash')] });
    const { record } = await verifySynthetic([goodWhenGood('a/half', half)(), broken], { run });
    expect(outcomes(record)).toEqual({ 'a/half': 'skipped', 'a/crash': 'inconclusive' });
  });

  it('one judge that changes its evidence does not change it for another', async () => {
    const seen = look('domain/seen', () => ({ value: { value: 'bad' } }));
    const honest = goodWhenGood('a/honest', seen)();
    const meddling = { ...goodWhenGood('a/meddling', seen)() };
    const meddler = {
      ...meddling,
      check: {
        ...meddling.check,
        judge: (evidence: Readonly<Record<string, unknown>>) => {
          Object.assign(evidence['seen'] as object, { value: 'good' });
          return { findings: [] };
        },
      },
    };
    const { record } = await verifySynthetic([meddler, honest]);
    expect(outcomes(record)).toEqual({ 'a/meddling': 'pass', 'a/honest': 'fail' });
  });

  it('a run whose deadline passed is inconclusive, whichever check it cut off', async () => {
    const controller = new AbortController();
    const late = look('domain/late', (_call, signal) => {
      controller.abort('deadline');
      return Promise.reject(signal.reason instanceof Error ? signal.reason : new Error('cut off'));
    });
    const warning = goodWhenGood('a/late', late)();
    const checks = [goodWhenGood('a/fine', one())(), { ...warning, check: { ...warning.check, severityFor: () => 'warning' as const } }];
    const { record } = await verifySynthetic(checks, { interrupt: controller.signal });
    expect(record.verdict).toMatchObject({ kind: 'inconclusive', exitCode: 3 });
  });

  it('what a judge returns and nobody could write down is a crash of the judge', async () => {
    const instance = goodWhenGood('a/nan', one())();
    const nan = { ...instance, check: { ...instance.check, judge: () => ({ findings: [], facts: [{ name: 'x', value: Number.NaN }] }) } };
    const { record } = await verifySynthetic([nan]);
    expect(record.results[0]).toMatchObject({ outcome: { kind: 'inconclusive' }, gaps: [{ code: 'gap/JUDGE_CRASHED' }] });
  });
});

describe('what once said no to a healthy system', () => {
  it('"too early to tell" in the last round is waited for', async () => {
    const server = look('domain/server', (call) => (call === 2 ? soon : good), { settles: true });
    const { record } = await verifySynthetic([
      goodWhenGood('a/server', server)(),
      goodWhenGood(
        'a/login',
        look('domain/login', () => good),
      )(),
    ]);
    expect(outcomes(record)).toEqual({ 'a/server': 'pass', 'a/login': 'pass' });
  });

  it('an opening that was seen in part only, for a moment, does not hide all that is seen after it', async () => {
    const part = { ...good, gaps: [gap(gapCodes.TIMED_OUT, { subject: 'kubernetes/sso/events', reason: 'No answer within 8 s.' })] };
    const seen = look('domain/hiccup', (call) => (call === 0 ? part : good), { settles: true });
    const sinceTheOpening = defineCheck({
      id: 'a/since-the-opening',
      title: 'Since the opening',
      why: 'synthetic',
      reads: { now: seen, opened: opening(seen) },
      expects: z.object({}),
      judge: () => ({ findings: [] }),
    });
    const { record } = await verifySynthetic([sinceTheOpening()]);
    expect(outcomes(record)).toEqual({ 'a/since-the-opening': 'pass' });
    expect(record.looks['domain/hiccup']?.revisions).toHaveLength(3);
  });

  it('what no further look can bring is not waited for', async () => {
    const undeclared = look('domain/undeclared', () => ({ gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'it', reason: 'not there' })] }), {
      settles: true,
    });
    const { record } = await verifySynthetic([goodWhenGood('a/undeclared', undeclared)()]);
    expect(record.looks['domain/undeclared']?.revisions).toHaveLength(2);
    expect(outcomes(record)).toEqual({ 'a/undeclared': 'inconclusive' });
  });

  it('what is waived is not waited for', async () => {
    const known = look('domain/known', () => soon, { settles: true });
    const waiver = { code: 'synthetic/BAD', subject: 'it', owner: 'Jeroen', reason: 'known', expires: '2026-12-01T00:00:00Z' };
    const { record } = await verifySynthetic([goodWhenGood('a/known', known)()], { run: runContext({ waivers: [waiver] }) });
    expect(outcomes(record)).toEqual({ 'a/known': 'pass' });
    expect(record.looks['domain/known']?.revisions).toHaveLength(2);
  });

  it('a failure that waiting could not mend is kept when the deadline comes later', async () => {
    const controller = new AbortController();
    const dead = look('domain/dead', () => ({ value: { value: 'dead' } }), { settles: true });
    const login = look('domain/login', () => {
      controller.abort('deadline');
      return good;
    });
    const { record } = await verifySynthetic([goodWhenGood('a/dead', dead, { terminal: true })(), goodWhenGood('a/login', login)()], {
      interrupt: controller.signal,
    });
    expect(record.results[0]).toMatchObject({ outcome: { kind: 'fail' }, findings: [bad('dead', { terminal: true })] });
    expect(record.verdict.exitCode).toBe(1);
  });
});
