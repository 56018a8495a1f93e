import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainedBy, foldConsequences } from './consequences.ts';
import type { Code } from './finding.ts';
import { gate } from './gate.ts';
import type { Result } from './outcome.ts';

type JudgedFinding = Result['findings'][number];

const code = (name: string, explains?: Code['explains']): [string, Code] => [
  name,
  { code: name, title: name, severity: 'fail', remedy: 'Mend it.', ...(explains ? { explains } : {}) },
];
const found = (name: string, subject: string, more: Partial<JudgedFinding> = {}): JudgedFinding => ({
  code: name,
  title: name,
  severity: 'fail',
  subject,
  message: `${name} of ${subject}`,
  remedy: 'Mend it.',
  ...more,
});
const result = (check: string, findings: readonly JudgedFinding[]): Result => ({
  check,
  id: check,
  title: check,
  severity: 'blocker',
  outcome: { kind: 'fail' },
  findings: [...findings],
  gaps: [],
  facts: [],
  exhibits: [],
});
const waiver = { code: 'PULL', subject: 'pod/a', owner: 'Jeroen', reason: 'known', expires: '2099-01-01T00:00:00Z' };
/** What each finding is said to come from, as `code subject <- check code subject`. */
const told = (results: readonly Result[]): string[] =>
  results.flatMap(({ findings }) =>
    findings.map(({ code: name, subject, because }) =>
      because ? `${name} ${subject} <- ${because.check} ${because.code} ${because.subject}` : `${name} ${subject}`,
    ),
  );

const codes = new Map([
  code('PULL', { here: ['NOT_READY', 'UNFINISHED'], anywhere: ['OLD_SERVING'] }),
  code('NOT_READY', { here: ['NOT_STARTED', 'UNFINISHED'] }),
  code('UNFINISHED'),
  code('NOT_STARTED'),
  code('OLD_SERVING'),
  code('HEN', { anywhere: ['EGG'] }),
  code('EGG', { anywhere: ['HEN'] }),
]);

describe('the root of findings', () => {
  it('is not in another application', () => {
    const results = [
      result('one', [found('PULL', 'application/one'), found('NOT_READY', 'application/one')]),
      result('two', [found('NOT_READY', 'application/two')]),
      result('all', [found('NOT_READY', 'realm/lab')]),
    ];
    expect(told(foldConsequences(results, codes))).toEqual([
      'PULL application/one',
      'NOT_READY application/one <- one PULL application/one',
      'NOT_READY application/two',
      'NOT_READY realm/lab <- one PULL application/one',
    ]);
  });

  it('is found across checks, and through what lies between', () => {
    const results = [
      result('rolled-out', [found('UNFINISHED', 'deployment/keycloak')]),
      result('healthy', [found('PULL', 'pod/a/keycloak'), found('NOT_READY', 'pod/a')]),
      result('started', [found('NOT_STARTED', 'pod/a'), found('NOT_STARTED', 'pod/b')]),
      result('restarted', [found('OLD_SERVING', 'pod/old')]),
    ];
    expect(told(foldConsequences(results, codes))).toEqual([
      'UNFINISHED deployment/keycloak <- healthy PULL pod/a/keycloak',
      'PULL pod/a/keycloak',
      'NOT_READY pod/a <- healthy PULL pod/a/keycloak',
      'NOT_STARTED pod/a <- healthy PULL pod/a/keycloak',
      'NOT_STARTED pod/b',
      'OLD_SERVING pod/old <- healthy PULL pod/a/keycloak',
    ]);
  });

  it('is on the same pod where several would do', () => {
    const results = [result('healthy', [found('PULL', 'pod/a'), found('PULL', 'pod/b'), found('NOT_READY', 'pod/b')])];
    expect(told(foldConsequences(results, codes)).at(-1)).toBe('NOT_READY pod/b <- healthy PULL pod/b');
  });

  it('is not what is waived, what is less severe, or what another pod has', () => {
    const causes = [found('PULL', 'pod/a', { waiver }), found('PULL', 'pod/a', { severity: 'warn' }), found('PULL', 'pod/b')];
    for (const cause of causes)
      expect(told(foldConsequences([result('healthy', [cause, found('NOT_READY', 'pod/a')])], codes)).at(-1)).toBe('NOT_READY pod/a');
  });

  it('is told once where two checks find the same', () => {
    const results = [
      result('started', [found('PULL', 'pod/a', { severity: 'warn' })]),
      result('healthy', [found('PULL', 'pod/a'), found('NOT_READY', 'pod/a')]),
      result('errors', [found('PULL', 'pod/a')]),
    ];
    expect(told(foldConsequences(results, codes))).toEqual([
      'PULL pod/a <- errors PULL pod/a',
      'PULL pod/a <- errors PULL pod/a',
      'NOT_READY pod/a <- errors PULL pod/a',
      'PULL pod/a',
    ]);
  });

  it('is not found among codes that explain each other', () => {
    const results = [result('farm', [found('HEN', 'a'), found('EGG', 'a')])];
    expect(told(foldConsequences(results, codes))).toEqual(['HEN a', 'EGG a']);
  });
});

it('of a code, those are known that explain it', () => {
  expect(['UNFINISHED', 'PULL', 'EGG'].map((name) => explainedBy(name, codes))).toEqual([['PULL', 'NOT_READY'], [], []]);
});

const names = ['A', 'B', 'C', 'D', 'E'];
const someNames = fc.subarray(names);
const anyCodes = fc
  .array(fc.record({ here: someNames, anywhere: someNames }), { minLength: names.length, maxLength: names.length })
  .map((all) => new Map(all.map((explains, index) => code(names[index] ?? '', explains))));
const anyFinding = fc
  .record({
    name: fc.constantFrom(...names, 'UNKNOWN'),
    subject: fc.constantFrom('pod/a', 'pod/a/keycloak', 'pod/a/sidecar', 'pod/b', 'deployment/keycloak', 'logs'),
    severity: fc.constantFrom('fail' as const, 'warn' as const, 'info' as const),
    waived: fc.boolean(),
  })
  .map(({ name, subject, severity, waived }) => found(name, subject, { severity, ...(waived ? { waiver } : {}) }));
const anyResults = fc
  .array(
    fc.record({ findings: fc.array(anyFinding, { maxLength: 6 }), severity: fc.constantFrom('blocker' as const, 'warning' as const) }),
    { maxLength: 4 },
  )
  .map((all) => all.map(({ findings, severity }, index): Result => ({ ...result(`check-${index}`, findings), severity })));

const rank = { fail: 0, warn: 1, info: 2 };

describe('whatever was found', () => {
  it('is changed in nothing but what it is because of', () => {
    fc.assert(
      fc.property(anyResults, anyCodes, (results, known) => {
        const folded = foldConsequences(results, known);
        const without = folded.map((each) => ({ ...each, findings: each.findings.map((item) => ({ ...item, because: undefined })) }));
        expect(without).toEqual(results);
        expect(gate({ results: folded })).toEqual(gate({ results }));
      }),
    );
  });

  it('is because of something open, at least as severe, that is because of nothing', () => {
    fc.assert(
      fc.property(anyResults, anyCodes, (results, known) => {
        const folded = foldConsequences(results, known);
        for (const item of folded.flatMap(({ findings }) => findings)) {
          const { because } = item;
          if (!because) continue;
          const causes = folded
            .filter(({ check }) => check === because.check)
            .flatMap(({ findings }) => findings)
            .filter((each) => each.code === because.code && each.subject === because.subject && !each.waiver);
          expect(item.waiver).toBeUndefined();
          expect(causes.length).toBeGreaterThan(0);
          for (const cause of causes) {
            expect(cause.because).toBeUndefined();
            expect(rank[cause.severity]).toBeLessThanOrEqual(rank[item.severity]);
          }
        }
      }),
    );
  });

  it('has the same root in any order, and when it is folded again', () => {
    fc.assert(
      fc.property(anyResults, anyCodes, (results, known) => {
        const folded = foldConsequences(results, known);
        expect(foldConsequences(folded, known)).toEqual(folded);
        const turned = results.toReversed().map((each) => ({ ...each, findings: each.findings.toReversed() }));
        const back = foldConsequences(turned, known).toReversed();
        expect(back.map((each) => ({ ...each, findings: each.findings.toReversed() }))).toEqual(folded);
      }),
    );
  });
});
