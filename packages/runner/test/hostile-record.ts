import type { Outcome, Result, RunRecord } from '@keycloak-release-gate/core';
import { gate } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { sampleRecord, screenshotHash } from './sample-record.ts';

/** Any string, and those that are known to do harm: markup, escape sequences, halves of characters, commands of CI engines. */
export const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  // Code units as they come, halves of characters among them.
  { weight: 3, arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 }).map((units) => String.fromCharCode(...units)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      ']]>',
      '<![CDATA[',
      '</testcase>',
      '</style><script>alert(1)</script>',
      '" onload="alert(1)',
      "'",
      '&',
      '&amp;',
      '&#0;',
      '\u0000',
      '\u001B[31mred\u001B[0m',
      '\u001B]0;title\u0007',
      '\u009B2J',
      '\uD800',
      '\uDC00x',
      '\uFFFE',
      '\u202Etxt.exe',
      '\r\n',
      '\n::error::no',
      '##vso[task.complete]',
      '__proto__',
      'constructor',
      '[[ATTACHMENT|/etc/passwd]]',
      '--><!--',
      '%s%n',
      'שלום',
      '日本語',
      '👩‍👩‍👧',
    ),
  },
);

const text = anyText;

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constantFrom<Outcome>({ kind: 'pass' }, { kind: 'warn' }, { kind: 'fail' }, { kind: 'inconclusive' }),
  fc.record({ kind: fc.constant('blocked' as const), by: fc.array(text, { maxLength: 2 }) }),
  fc.record({ kind: fc.constant('skipped' as const), why: text }),
);
const waiver = fc.record({ code: text, subject: text, owner: text, reason: text, expires: fc.constant('2099-01-01T00:00:00+01:00') });
const finding = fc.record(
  {
    code: text,
    title: text,
    severity: fc.constantFrom('fail' as const, 'warn' as const, 'info' as const),
    subject: text,
    message: text,
    remedy: text,
    expected: fc.oneof(text, fc.array(text)),
    actual: fc.dictionary(text, text, { maxKeys: 3 }),
    because: fc.record({ check: text, code: text, subject: text }),
  },
  { requiredKeys: ['code', 'title', 'severity', 'subject', 'message', 'remedy', 'expected', 'actual'] },
);
const gap = fc.record({ code: text, subject: text, reason: text, remedy: text });
const waivable = <T extends object>(item: fc.Arbitrary<T>): fc.Arbitrary<T | (T & { waiver: RunRecord['waivers'][number] })> =>
  fc.oneof(
    item,
    fc.tuple(item, waiver).map(([value, accepted]) => ({ ...value, waiver: accepted })),
  );
const moment = fc.oneof(text, fc.constantFrom('2026-11-23T19:24:10Z', '2026-11-23T19:44:10Z', '9999-12-31T23:59:59Z'));
const tone = fc.constantFrom('neutral' as const, 'good' as const, 'warn' as const, 'bad' as const);
const exhibit: fc.Arbitrary<Result['exhibits'][number]> = fc.oneof(
  fc.record({
    kind: fc.constant('table' as const),
    title: text,
    columns: fc.array(text, { maxLength: 3 }),
    rows: fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('text' as const), title: text, text }),
  fc.record({
    kind: fc.constant('diff' as const),
    title: text,
    entries: fc.array(fc.record({ path: text, before: text, after: text, note: text }, { requiredKeys: ['path'] }), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('timeline' as const),
    title: text,
    events: fc.array(fc.record({ at: moment, until: moment, label: text, lane: text, tone }, { requiredKeys: ['at', 'label'] }), {
      maxLength: 4,
    }),
  }),
  fc.record({
    kind: fc.constant('image' as const),
    title: text,
    sha256: fc.oneof(text, fc.constant(screenshotHash)),
    mediaType: fc.constantFrom('image/png' as const, 'image/jpeg' as const),
  }),
  fc.record({
    kind: fc.constant('strip' as const),
    title: text,
    frames: fc.array(
      fc.record(
        {
          title: text,
          at: text,
          sha256: fc.oneof(text, fc.constant(screenshotHash)),
          mediaType: fc.constantFrom('image/png' as const, 'image/jpeg' as const),
          tone,
        },
        { requiredKeys: ['title', 'at', 'sha256', 'mediaType'] },
      ),
      { maxLength: 4 },
    ),
  }),
  fc.record({
    kind: fc.constant('sheet' as const),
    title: text,
    sections: fc.array(
      fc.record({
        title: text,
        entries: fc.array(fc.record({ label: text, value: text, mark: fc.record({ tone, text }) }, { requiredKeys: ['label', 'value'] }), {
          maxLength: 3,
        }),
      }),
      { maxLength: 2 },
    ),
  }),
  fc.record({
    kind: fc.constant('graph' as const),
    title: text,
    nodes: fc.array(fc.record({ id: text, label: text, tone }), { maxLength: 4 }),
    edges: fc.array(fc.record({ from: text, to: text, label: text }), { maxLength: 4 }),
  }),
);
const result: fc.Arbitrary<Omit<Result, 'check'>> = fc.record({
  id: text,
  about: text,
  title: text,
  severity: fc.constantFrom('blocker' as const, 'warning' as const, 'info' as const),
  outcome,
  findings: fc.array(waivable(finding), { maxLength: 3 }),
  gaps: fc.array(waivable(gap), { maxLength: 2 }),
  facts: fc.array(fc.record({ name: text, value: fc.oneof(text, fc.double(), fc.boolean()), unit: text }), { maxLength: 2 }),
  exhibits: fc.array(exhibit, { maxLength: 3 }),
});

/** A record in which every text from outside is hostile; the verdict is the gate's own. */
export const hostileRecord: fc.Arbitrary<RunRecord> = fc
  .record({
    results: fc.array(result, { minLength: 1, maxLength: 5 }),
    texts: fc.tuple(text, text, text, text, text, text),
    notices: fc.array(text, { maxLength: 2 }),
    waivers: fc.array(waiver, { maxLength: 2 }),
  })
  .map(({ results, texts, notices, waivers }) => {
    const sample = sampleRecord();
    const [environment, sentence, title, host, image, description] = texts;
    const judged = results.map((item, index) => ({ ...item, check: `${item.id}${index}` }));
    const keys = judged.map((item) => item.check);
    return {
      ...sample,
      run: { ...sample.run, host, by: title, command: description },
      environment: { ...sample.environment, title: environment, publicUrl: host, timeZone: title },
      ...(sample.release
        ? {
            release: {
              ...sample.release,
              title,
              image,
              description,
              impact: sentence,
              parties: [title],
              expectedChanges: [{ object: image, attribute: title, why: sentence }],
            },
          }
        : {}),
      chosen: sentence,
      plan: {
        steps: [
          { policy: sentence, sentence, checks: keys.slice(0, 2) },
          { policy: title, sentence, checks: keys.slice(1, 4) },
        ],
        checks: judged.map((item) => ({
          key: item.check,
          id: item.id,
          title: item.title,
          why: sentence,
          severity: item.severity,
          expected: { image },
          reads: { look: { look: 'kubernetes/workload', revision: 'latest' as const, optional: false } },
          needs: keys.slice(0, 1),
        })),
      },
      looks: Object.fromEntries(Object.entries(sample.looks).map(([key, look]) => [key, { ...look, title }])),
      notices,
      waivers,
      results: judged,
      verdict: gate({ results: judged }),
    };
  });
