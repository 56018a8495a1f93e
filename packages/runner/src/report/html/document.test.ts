import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileRecord } from '../../../test/hostile-record.ts';
import { sampleChecks } from '../../../test/sample-checks.ts';
import { readSampleEvidence, sampleRecord, screenshot, screenshotHash } from '../../../test/sample-record.ts';
import { renderHtml } from './document.ts';

const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"]*")?)*)\s*\/?>/g;
const elements = new Set(
  'html head meta title desc g style body a svg symbol circle path use rect text main section p span div h1 h2 h3 h4 h5 strong small bdi dl dt dd ul ol li time details summary form fieldset legend label input button figure figcaption table thead tbody tr th td pre img script footer'.split(
    ' ',
  ),
);
const attributes = new Set(
  'overflow lang charset http-equiv content name class href id width height viewBox cx cy r d x y rx text-anchor preserveAspectRatio aria-hidden aria-label aria-labelledby role tabindex open data-status data-severity type checked autocomplete hidden scope src alt'.split(
    ' ',
  ),
);

/** What is on the page beyond its own elements and attributes: nothing from outside may become markup. */
function foreign(page: string): string[] {
  const markup = page
    .replace(/<style>[\s\S]*?<\/style>/, '<style></style>')
    .replace(/<script>[\s\S]*?<\/script>/, '<script></script>')
    .replace('<!doctype html>', '');
  const found: string[] = [];
  const rest = markup.replace(tag, (_, __, element: string, written: string) => {
    if (!elements.has(element)) found.push(`<${element}>`);
    for (const [, name = '', value = ''] of written.matchAll(/\s+([a-zA-Z-]+)(?:="([^"]*)")?/g)) {
      if (!attributes.has(name)) found.push(`${element} ${name}`);
      if (name === 'href' && !/^(#[A-Za-z0-9-]+|evidence\/[0-9a-f]{64}|run\.json|manifest\.sha256)$/.test(value))
        found.push(`href ${value}`);
      if (name === 'src' && !/^data:image\/(png|jpeg);base64,[A-Za-z0-9+/=]*$/.test(value)) found.push(`src ${value}`);
    }
    return '';
  });
  if (rest.includes('<')) found.push(rest.slice(rest.indexOf('<'), rest.indexOf('<') + 60));
  return found;
}

describe('the sample', () => {
  const page = renderHtml(sampleRecord(), readSampleEvidence);

  test('allows its own style and script by their hashes, and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
    const hash = (element: string): string =>
      `'sha256-${createHash('sha256')
        .update(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page)?.[1] ?? '')
        .digest('base64')}'`;
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash('style')}; script-src ${hash('script')}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toMatch(/url\(|@import|https?:\/\/[^\s]*\.(js|css|woff)/);
  });

  test('says the verdict, and on what', () => {
    const front = page.slice(page.indexOf('<main>'), page.indexOf('class="checks"'));
    for (const words of [
      '>Fail<',
      '4 of 13 blocking checks failed, and 3 more could not be verified',
      'Acceptance',
      '26.4.0 → 26.7.4',
      'sha256:4f1c6a3d',
      'amelie-p',
      'scenarios of',
      'Jeroen Maes',
      '15 Dec 2026, 23:59:00',
      'Expired: it covers nothing.',
      'Rollback: plan B',
      'Monday, 23 November 2026 at 20:31',
      'Europe/Brussels',
    ])
      expect(front).toContain(words);
  });

  test('leads from each statement to what stands behind it', () => {
    const rollback = /Rollback: plan B[\s\S]*?<\/ul>/.exec(page)?.[0] ?? '';
    expect(rollback).toContain('href="#check-database-schema-matches"');
    expect(rollback).toContain('href="#check-backup-fresh"');
    expect(page).toContain('no check of this suite proves it');
  });

  test('every link leads somewhere', () => {
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
  });

  test('tells the way back on a page of its own, unfolded, with the days where hours do not tell', () => {
    const rollback = /<section class="rollback"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
    expect(rollback).toContain('href="#check-backup-fresh"');
    expect(rollback).toMatch(/<details class="exhibit page" open>[\s\S]*keycloak-2026-11-22T18-00-00\.000Z\.dump/);
    expect(rollback).toContain('<time>22 Nov 2026, 19:00:00–23 Nov 2026, 20:31:00</time>');
    expect(rollback).not.toContain('Who is touched');
  });

  test('carries the screenshot, and says which one is lost', () => {
    expect(page).toContain(`src="data:image/png;base64,${screenshot.toString('base64')}"`);
    expect(page).toContain('The picture cannot be read: There is no evidence 0000');
  });

  test('draws a time line that is told to those who do not see it, and in words', () => {
    const figure = /<figure class="exhibit timeline"><figcaption><bdi>What happened to the pods[\s\S]*?<\/figure>/.exec(page)?.[0] ?? '';
    const [, labelled = ''] = /role="img" aria-labelledby="([^"]+)"/.exec(figure) ?? [];
    expect(labelled.split(' ').map((id) => new RegExp(`id="${id}">([^<]*)<`).exec(figure)?.[1])).toEqual([
      'What happened to the pods since the deploy',
      '9 events in 3 lanes, from 20:24:10 to 20:30:20: 3 bad, 1 worth a look. The list below tells each of them.',
    ]);
    expect([...figure.matchAll(/<li>/g)].length).toBe(9);
    expect([...figure.matchAll(/<use href="#icon-fail"[^>]*x=/g)].length).toBe(3);
  });

  test('shows markup from outside as text', () => {
    expect(foreign(page)).toEqual([]);
    expect(page).toContain('&lt;script>alert(&quot;x&quot;)&lt;/script>');
    expect(page).not.toMatch(/\u001B|\u202E/);
  });
});

test('a yes that rests on a waiver says so', () => {
  const passing = sampleChecks(screenshotHash).filter((check) => check.outcome.kind === 'pass');
  expect(renderHtml(sampleRecord(passing), readSampleEvidence)).toContain(
    '6 blocking checks passed, 1 of them with a waiver, and nothing stands in the way.',
  );
  const without = passing.filter((check) => check.findings === undefined);
  expect(renderHtml(sampleRecord(without), readSampleEvidence)).toContain('5 blocking checks passed, and nothing stands in the way.');
});

test('no text from outside becomes markup', () => {
  fc.assert(
    fc.property(hostileRecord, (record) => {
      expect(foreign(renderHtml(record, readSampleEvidence))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('what would make the page too large is cut, and the page says where it is whole', () => {
  const record = sampleRecord();
  const text = '<'.repeat(3_000_000);
  const rows = Array.from({ length: 20_000 }, (_, index) => [String(index), 'x'.repeat(200)]);
  const heavy = {
    ...record,
    results: record.results.map((result) => ({
      ...result,
      exhibits: [
        { kind: 'text' as const, title: 'log', text },
        { kind: 'table' as const, title: 'rows', columns: ['a', 'b'], rows },
        ...Array.from({ length: 30 }, () => ({ kind: 'text' as const, title: 'more', text })),
      ],
    })),
  };
  const page = renderHtml(heavy, readSampleEvidence);
  expect(Buffer.byteLength(page)).toBeLessThan(10_000_000);
  expect(page).toMatch(/Cut after [\d,]+ of [\d,]+ bytes\. All of it is in <a href="run\.json">/);
  expect(page).toContain('of 20000 rows');
});

test('a picture that is too large to carry is linked to', () => {
  const record = sampleRecord();
  const large = Buffer.concat([screenshot, Buffer.alloc(2_000_000)]);
  const page = renderHtml(record, () => large);
  expect(page).not.toContain('data:image/png;base64');
  expect(page).toContain(`The picture is in <a href="evidence/${screenshotHash}">`);
});

test('a file that is no picture is never inlined', () => {
  const page = renderHtml(sampleRecord(), () => Buffer.from('<svg onload="alert(1)">'));
  expect(page).not.toContain('data:image/png;base64');
  expect(page).toContain('This is no picture of the kind that it says');
});
