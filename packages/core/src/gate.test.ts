import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import type { GateInput } from './gate.ts';
import type { Outcome } from './outcome.ts';

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constantFrom<Outcome>({ kind: 'pass' }, { kind: 'warn' }, { kind: 'fail' }, { kind: 'inconclusive' }),
  fc.constant<Outcome>({ kind: 'blocked', by: ['a'] }),
  fc.constant<Outcome>({ kind: 'skipped', why: 'not needed' }),
);
const result = fc.record({
  check: fc.string(),
  severity: fc.constantFrom('blocker', 'warning', 'info'),
  outcome,
});
const input: fc.Arbitrary<GateInput> = fc
  .record({
    results: fc.array(result),
    partial: fc.option(fc.constant('--only x'), { nil: undefined }),
    interrupted: fc.option(fc.constantFrom('SIGINT', 'SIGTERM'), { nil: undefined }),
  })
  .map(({ results, partial, interrupted }): GateInput => ({
    results,
    ...(partial ? { partial } : {}),
    ...(interrupted ? { interrupted } : {}),
  }));

describe('the gate', () => {
  it('never opens on an unwaived failed, blocked or inconclusive blocker', () => {
    fc.assert(
      fc.property(input, fc.constantFrom('fail', 'blocked', 'inconclusive'), fc.nat(), (run, kind, at) => {
        const bad = {
          check: 'bad',
          severity: 'blocker' as const,
          outcome: kind === 'blocked' ? { kind, by: [] } : { kind },
        } as GateInput['results'][number];
        const results = run.results.toSpliced(at % (run.results.length + 1), 0, bad);
        expect(gate({ ...run, results }).exitCode).not.toBe(0);
      }),
    );
  });

  it('opens only when a blocker passed, the whole suite was run, and to its end', () => {
    fc.assert(
      fc.property(input, (run) => {
        if (gate(run).exitCode !== 0) return;
        expect(run.partial).toBeUndefined();
        expect(run.interrupted).toBeUndefined();
        expect(run.results.some((each) => each.severity === 'blocker' && ['pass', 'warn'].includes(each.outcome.kind))).toBe(true);
      }),
    );
  });

  it('does not depend on the order of the results', () => {
    fc.assert(
      fc.property(input, fc.infiniteStream(fc.nat()), (run, order) => {
        const shuffled = run.results
          .map((each) => ({ each, key: Number(order.next().value) }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(gate({ ...run, results: shuffled }).kind).toBe(gate(run).kind);
      }),
    );
  });

  it('never fails a run in which all blockers passed', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('warning', 'info'), { maxLength: 5 }), outcome, (severities, other) => {
        const results: GateInput['results'] = [
          { check: 'a', severity: 'blocker', outcome: { kind: 'pass' } },
          ...severities.map((severity) => ({
            check: 'b',
            severity,
            outcome: other,
          })),
        ];
        expect(gate({ results }).exitCode).toBe(0);
      }),
    );
  });

  it('says no when nothing was proven', () => {
    expect(gate({ results: [] })).toEqual({
      kind: 'inconclusive',
      exitCode: 3,
      reasons: ['No blocking check proved anything.'],
    });
  });

  it('lets a failure beat what could not be seen', () => {
    const results: GateInput['results'] = [
      { check: 'logs', severity: 'blocker', outcome: { kind: 'inconclusive' } },
      { check: 'pods', severity: 'blocker', outcome: { kind: 'fail' } },
    ];
    expect(gate({ results })).toEqual({
      kind: 'fail',
      exitCode: 1,
      reasons: ['pods failed', 'logs could not be verified'],
    });
  });
});
