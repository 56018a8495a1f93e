import type { RunRecord } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOutputs } from '../../test/github/action.ts';
import { anyText, hostileRecord } from '../../test/hostile-record.ts';
import { sampleRecord } from '../../test/sample-record.ts';
import { summarise } from '../report/summary.ts';
import { annotationsOf } from './annotations.ts';
import { annotationCommand, outputCommand } from './commands.ts';
import { outputsOf } from './outputs.ts';
import { summaryOf } from './summary.ts';

const annotations = (record: RunRecord) => annotationsOf(record, summarise(record));
const summary = (record: RunRecord): string => summaryOf(record, summarise(record));

/** The sample with its first failed check this many times. */
function manyTimes(count: number): RunRecord {
  const sample = sampleRecord();
  const failed = sample.results.find(({ outcome, severity }) => outcome.kind === 'fail' && severity === 'blocker');
  if (!failed) throw new Error('Nothing failed in the sample.');
  const results = Array.from({ length: count }, (_, index) => ({ ...failed, check: `${failed.id} ${index}`, about: `number ${index}` }));
  return { ...sample, plan: { steps: [], checks: [] }, results };
}

describe('annotations', () => {
  test('of the sample: blockers are errors, causes alone, and what was waived is a notice', () => {
    expect(annotations(sampleRecord()).map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      'error: Every Keycloak pod is healthy',
      'error: The configuration changed as the release says, and no more (and 15 more)',
      'error: The realm answers discovery with its own issuer: partners',
      'error: Log in and out: wiki',
      'error: A backup of before the deploy can be restored: not verified',
      'warning: The certificate is good for a while yet',
      'notice: Waived',
      'notice: Notice',
    ]);
  });

  test('are at most ten of a kind, and the tenth says how many more there are', () => {
    const errors = annotations(manyTimes(40)).filter(({ kind }) => kind === 'error');
    expect(errors).toHaveLength(10);
    expect(errors.at(-1)?.title).toMatch(/^And \d+ more$/);
  });

  test('are one line each, whatever is in them', () => {
    fc.assert(
      fc.property(hostileRecord, (record) => {
        const lines = annotations(record).map(annotationCommand);
        for (const line of lines) {
          expect(line).toMatch(/^::(error|warning|notice) title=[^:,\r\n]*::[^\r\n]*$/);
          expect(line.replaceAll(/%(25|0D|0A|3A|2C)/g, '')).not.toContain('%');
        }
        for (const kind of ['error', 'warning', 'notice'])
          expect(lines.filter((line) => line.startsWith(`::${kind} `)).length).toBeLessThanOrEqual(10);
      }),
      { numRuns: 100 },
    );
  });
});

describe('outputs', () => {
  test('are read as they were written, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,9}$/), anyText, { maxKeys: 4 }), (values) => {
        const entries = Object.entries(values);
        const read = readOutputs(entries.map(([name, value]) => outputCommand(name, value)).join(''));
        expect(Object.keys(read)).toEqual(entries.map(([name]) => name));
      }),
    );
  });

  test('cannot be ended from within', () => {
    const text = outputCommand('verdict', 'fail\nend_known\nverdict=pass', 'end_known');
    expect(readOutputs(text)).toEqual({ verdict: 'fail\nend_known\nverdict=pass' });
  });

  test('say nothing good where a report could not be written', () => {
    const record: RunRecord = { ...sampleRecord(), verdict: { kind: 'pass', exitCode: 0, reasons: [] } };
    expect(outputsOf(record, 'reports/x', 4)).toMatchObject({ verdict: 'internal', 'exit-code': '4' });
    expect(outputsOf(record, 'reports/x', 0)).toMatchObject({ verdict: 'pass', 'exit-code': '0' });
  });
});

describe('the summary', () => {
  test('of the sample tells failures first', () => {
    const text = summary(sampleRecord());
    expect(text.match(/^###? .*$/gm)).toEqual([
      '## ✗ Fail: After the Deploy action, Acceptance, 2026-11',
      '### What stands in the way',
      '### What could not be verified',
      '### What to look at when time allows',
      '### Waivers',
      '### Notices',
      '### All 15 checks',
    ]);
    expect(text.indexOf('MISSING_CHANGE')).toBeLessThan(text.indexOf('EACCES'));
  });

  test('is never larger than GitHub takes, keeps what failed, and says that it was cut', () => {
    const text = summary(manyTimes(6_000));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(900_000);
    expect(text).toContain('### What stands in the way');
    expect(text).toMatch(/The rest did not fit here: all of it is in `report\.html`/);
  });

  test('has no HTML of a record in it, whatever stands there', () => {
    fc.assert(
      fc.property(hostileRecord, (record) => {
        // Outside of code, every sign that begins a tag is escaped.
        const outside = summary(record).replaceAll(/(?<!\\)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
        expect(outside).not.toMatch(/(?<!\\)(\\\\)*</);
      }),
      { numRuns: 100 },
    );
  });
});
