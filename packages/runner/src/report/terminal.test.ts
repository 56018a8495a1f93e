import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileRecord } from '../../test/hostile-record.ts';
import { sampleRecord } from '../../test/sample-record.ts';
import { columns, wrap } from './terminal-text.ts';
import { renderTerminal } from './terminal.ts';

const options = { folder: 'reports/acc/post-deploy/01KAT7', colour: false, width: 100 };

describe('the sample', () => {
  const lines = renderTerminal(sampleRecord(), options).split('\n');
  const all = lines.join('\n');

  test('begins with what was run, and ends with the verdict', () => {
    expect(lines[0]).toBe('After the Deploy action (post-deploy) on Acceptance (acc), release 2026-11, Keycloak 26.4.0 → 26.7.4');
    expect(lines.at(-2)).toBe('report reports/acc/post-deploy/01KAT7/report.html');
    expect(lines.at(-1)).toBe(' FAIL  exit 1 · 4 failed, 1 inconclusive, 2 blocked, 1 with warnings, 6 passed, 1 skipped');
  });

  test('tells every check in a line, under its sentence of the policy', () => {
    expect(all).toContain(
      'Once the Github action has completed, the Keycloak pods will restart automatically\n  ✓ Passed        The workload is rolled out',
    );
    expect(all).toMatch(/ {2}⊘ Blocked {7}Log in and out: desk\n/);
    expect(all).toMatch(/ {2}✓ Passed {8}The logs show no error since the deploy \[1 waived\] +1\.8 s/);
  });

  test('tells in full what is wrong, what was not seen and what is waived', () => {
    expect(all).toContain(
      '    expected 300, got 600\n    → Set it in the admin console, as the release says.\n    keycloak-config/MISSING_CHANGE',
    );
    expect(all).toContain("  ? backup/acc: EACCES: permission denied, scandir '/srv/backups/acc'\n    → Give the account");
    expect(all).toMatch(/because "The realm answers discovery with its own issuer: partners" \(oidc\/discovery partners\)\s+failed:/);
    expect(all).toContain('accepted by Jeroen Maes until 2026-12-15T23:59:00+01:00, SSO-482');
    expect(all).toContain('Notices\n  ! The waiver of backup/OLD');
  });

  test('has one remedy for findings of one kind', () => {
    expect(all.split('fullScopeAllowed of legacy-').length - 1).toBe(14);
    expect(all.split('→ Undo the change').length - 1).toBe(2);
  });

  test('colours only where it may', () => {
    expect(all).not.toContain('\u001B');
    const coloured = renderTerminal(sampleRecord(), { ...options, colour: true });
    expect(coloured).toContain('\u001B[');
    expect(stripVTControlCharacters(coloured)).toBe(all);
  });
});

test('a report that could not be written turns a yes into exit 4', () => {
  const last = renderTerminal(
    { ...sampleRecord(), verdict: { kind: 'pass', exitCode: 0, reasons: [] } },
    { ...options, failures: ['junit.xml: the disk is full'] },
  ).split('\n');
  expect(last.at(-1)).toContain(' PASS  but a report could not be written, exit 4');
  expect(last.join('\n')).toContain('A report could not be written: junit.xml: the disk is full');
});

describe('any text', () => {
  test('reaches the terminal without control characters, and gives CI no commands', () => {
    fc.assert(
      fc.property(hostileRecord, fc.integer({ min: 1, max: 200 }), (record, width) => {
        const text = renderTerminal(record, { ...options, width });
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toMatch(/^\s*::|##\[|##vso\[/m);
      }),
      { numRuns: 200 },
    );
  });

  test('is wrapped without losing anything but spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 8, max: 60 }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
