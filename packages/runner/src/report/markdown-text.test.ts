import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { expect, test } from 'vitest';
import { anyText } from '../../test/hostile-record.ts';
import { cleanLine } from './clean-text.ts';
import { markdownCode, markdownText } from './markdown-text.ts';

/** As GitHub renders it; HTML would pass. */
const html = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, allowDangerousProtocol: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

const decoded = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('\u200B', '');

const signs = '`,``,*,_,[,],(,),!,<,>,#,-,+,=,1.,|,~~,$,&lt;,&,\\,:,^,@robin, ,a,\n,\t,[^1],[x]'.split(',');
const addresses = ['https://x.example', 'www.x.example', 'GH-1', '#12', ':tada:', 'robin@x.example', 'mailto:'];
const hostile = fc.oneof(
  anyText,
  fc.array(fc.constantFrom(...signs, ...addresses), { maxLength: 12 }).map((parts) => parts.join('')),
);

test('any text is shown as it is, and is nothing else', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const shown = html(`before\n\n- ${markdownText(text)}\n- after`);
      const item = /^<p>before<\/p>\n<ul>\n<li>([^]*)<\/li>\n<li>after<\/li>\n<\/ul>$/.exec(shown)?.[1];
      expect(item).toBeDefined();
      expect(item).not.toMatch(/<[a-z/]/i);
      expect(decoded(item ?? '')).toBe(cleanLine(text).replaceAll('\u200B', '').trim());
    }),
    { numRuns: 2_000 },
  );
});

test('any text is code as it is', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const clean = cleanLine(text);
      const shown = html(`x ${markdownCode(text)} y`);
      expect(decoded(shown)).toBe(clean === '' ? '<p>x  y</p>' : `<p>x <code>${clean.replaceAll('\u200B', '')}</code> y</p>`);
    }),
    { numRuns: 1_000 },
  );
});

test('nobody is called, and nothing is referred to', () => {
  expect(markdownText('@robin see #12, GH-7 and :tada: on www.x.example or https://x.example')).toBe(
    '@\u200Brobin see \\#\u200B12, GH-\u200B7 and \\:tada: on www\\.x.example or https\\://x.example',
  );
});
