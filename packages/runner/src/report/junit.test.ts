import { readFileSync } from 'node:fs';
import type { RunRecord } from '@keycloak-release-gate/core';
import { gate } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { foldedRecord } from '../../test/folded-record.ts';
import { hostileRecord } from '../../test/hostile-record.ts';
import { sampleChecks } from '../../test/sample-checks.ts';
import { sampleRecord, screenshotHash } from '../../test/sample-record.ts';
import { countAgain, parseAgain } from './junit-parse.ts';
import { renderJunit } from './junit.ts';

const schema = (name: string): string => readFileSync(new URL(`../../test/schemas/${name}`, import.meta.url), 'utf8');

/** The complaints of both schemas; Surefire's knows a single test suite only. */
async function complaints(documents: readonly string[]): Promise<string[]> {
  const suites = documents.flatMap((xml) => xml.match(/<testsuite [\s\S]*?<\/testsuite>/g) ?? []);
  expect(suites.length).toBeGreaterThan(0);
  const validate = async (xml: readonly string[], xsd: string): Promise<string[]> =>
    (
      await validateXML({
        xml: xml.map((contents, index) => ({ fileName: `${index}.xml`, contents })),
        schema: [{ fileName: 'schema.xsd', contents: schema(xsd) }],
        maxMemoryPages: 8192,
      })
    ).errors.map((error) => error.rawMessage);
  return [...(await validate(documents, 'junit-10.xsd')), ...(await validate(suites, 'surefire-test-report.xsd'))];
}

const testcase = (xml: string, name: string): string =>
  new RegExp(`<testcase name="${name}"[\\s\\S]*?(?:/>|</testcase>)`).exec(xml)?.[0] ?? '';

describe('the sample', () => {
  const xml = renderJunit(sampleRecord());

  test('is valid for Jenkins and for Surefire', async () => {
    expect(await complaints([xml, renderJunit(foldedRecord())])).toEqual([]);
  });

  test('is what the schemas look at: they do complain', async () => {
    expect(await complaints([xml.replaceAll(' tests="', ' test="')])).not.toEqual([]);
    expect(await complaints([xml.replaceAll('<skipped message', '<skipped type="x" message')])).not.toEqual([]);
  });

  test('counts as the record does: a waived check is skipped, a warning passes', () => {
    expect(countAgain(xml)).toEqual({ suites: 4, tests: 15, failures: 4, errors: 1, skipped: 4 });
    expect(xml).toContain('<testsuites name="post-deploy on acc" time="41.600" tests="15" failures="4" errors="1">');
  });

  test('maps every outcome', () => {
    expect(testcase(xml, 'Every Keycloak pod is healthy')).toContain('type="kubernetes/RESTARTED"');
    expect(testcase(xml, 'A backup of before the deploy can be restored')).toContain('<error message="backup/acc: EACCES');
    expect(testcase(xml, 'A backup of before the deploy can be restored')).toContain('type="Inconclusive"');
    expect(testcase(xml, 'The logs show no error since the deploy')).toContain('<skipped message="Waived: keycloak-log/ERROR_LINE');
    expect(testcase(xml, 'Log in and out \\(desk\\)')).toContain('<skipped message="Blocked by The realm answers discovery');
    expect(testcase(xml, 'The certificate is good for a while yet')).toContain('<system-out>WARNING: ! certificate/sso-acc.example.org');
    expect(testcase(xml, 'A service gets a token \\(reporting\\)')).toContain('<skipped message="reporting is not deployed');
    expect(testcase(xml, 'Log in and out \\(wiki\\)')).toContain(`[[ATTACHMENT|evidence/${screenshotHash}]]`);
  });

  test('holds nothing that XML or a terminal could trip over', () => {
    const wiki = testcase(xml, 'Log in and out \\(wiki\\)');
    expect(wiki).toContain('&lt;script&gt;alert("x")&lt;/script&gt; red ]]&gt; exe.gnp and שלום.');
    expect(xml).not.toMatch(/\u001B|\u202E|\]\]>/);
  });
});

describe('a closed gate without a failed check', () => {
  const passing = sampleChecks(screenshotHash).filter((check) => check.outcome.kind === 'pass');

  test('is an error all the same: a partial run', () => {
    const whole = sampleRecord(passing);
    const verdict = gate({ results: whole.results, partial: '--only kubernetes' });
    const xml = renderJunit({ ...whole, run: { ...whole.run, partial: '--only kubernetes' }, verdict });
    expect(verdict.exitCode).toBe(3);
    expect(countAgain(xml)).toMatchObject({ failures: 0, errors: 1, tests: passing.length + 1 });
    expect(testcase(xml, 'The gate opens')).toContain('<error message="Only a part of the suite was run (--only kubernetes).');
  });

  test('and a whole run that passed has neither failure nor error', () => {
    expect(countAgain(renderJunit(sampleRecord(passing)))).toMatchObject({ failures: 0, errors: 0, tests: passing.length });
  });

  test('what is no blocker never fails', () => {
    const checks = sampleChecks(screenshotHash).map((check) => ({ ...check, severity: 'warning' as const }));
    const record = sampleRecord(checks);
    expect(countAgain(renderJunit({ ...record, verdict: { kind: 'pass with warnings', exitCode: 0, reasons: [] } }))).toMatchObject({
      failures: 0,
      errors: 0,
    });
  });
});

test('a planned check without a result is an error, not a silence', () => {
  const record = sampleRecord(sampleChecks(screenshotHash).filter((check) => check.outcome.kind === 'pass'));
  const results = record.results.slice(1);
  expect(countAgain(renderJunit({ ...record, results }))).toMatchObject({ tests: record.plan.checks.length, errors: 1 });
});

test('a case stays below 64 KB, and says that it was cut', () => {
  const record = sampleRecord();
  const long = {
    ...record,
    results: record.results.map((result) => ({
      ...result,
      findings: result.findings.map((item) => ({ ...item, message: '<&>'.repeat(100_000) })),
    })),
  };
  const cases = renderJunit(long).match(/<testcase [\s\S]*?<\/testcase>/g) ?? [];
  expect(Math.max(...cases.map((item) => Buffer.byteLength(item)))).toBeLessThan(64 * 1024);
  expect(cases.join('')).toContain('cut here; the rest is in report.html');
});

test('two checks of one title have two names, none longer than Azure keeps', () => {
  const title = 'x'.repeat(2000);
  const record = sampleRecord();
  const xml = renderJunit({ ...record, results: record.results.map((result) => ({ ...result, title })) });
  const names = [...xml.matchAll(/<testcase name="([^"]*)"/g)].map((match) => match[1] ?? '');
  expect(new Set(names).size).toBe(15);
  expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(512);
});

test('reading it again notices what another reader would count differently', () => {
  const none = { suites: 1, tests: 1, failures: 0, errors: 0, skipped: 0 };
  expect(() => parseAgain('<testsuites><testsuite><testcase/></testsuite></testsuites>', none)).not.toThrow();
  expect(() => parseAgain('<testsuites><testsuite></testsuite></testsuites>', none)).toThrow('0 tests, where there are 1');
  expect(() => parseAgain('<testsuites><testsuite><testcase></testsuite></testsuites>', none)).toThrow(/closing tag/i);
});

describe('any text', () => {
  test('gives XML that is valid for both', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileRecord, { minLength: 8, maxLength: 8 }), async (records: readonly RunRecord[]) => {
        expect(await complaints(records.map((record) => renderJunit(record)))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  test('gives unique names, and red exactly when the gate is closed', () => {
    fc.assert(
      fc.property(hostileRecord, (record) => {
        const xml = renderJunit(record);
        const names = [...xml.matchAll(/<testcase name="([^"]*)"/g)].map((match) => match[1]);
        expect(new Set(names).size).toBe(names.length);
        const { failures, errors } = countAgain(xml);
        expect(failures + errors > 0).toBe(record.verdict.exitCode !== 0);
      }),
      { numRuns: 200 },
    );
  });
});
