import { expect, it } from 'vitest';
import { longWork } from './long-work.ts';

/** What a stream was told, on a clock that goes on by so many milliseconds with each thing. */
function told(isTTY: boolean, step: number, texts: readonly string[]): string {
  let time = 0;
  let written = '';
  const stream = { isTTY, columns: 40, write: (text: string | Uint8Array) => (written += String(text)) !== '' };
  const { line, moving } = longWork(stream, () => time);
  line('… keycloak-config/realm');
  for (const text of texts) {
    time += step;
    moving(text);
  }
  line('✓ keycloak-config/realm');
  return written;
}

it('writes one line anew on a terminal, cut to its width, and leaves nothing of it behind', () => {
  expect(told(true, 200, ['lab: clients 1 of 3', 'lab: clients 2 of 3, roles of many clients 700 of 5,000'])).toBe(
    '  … keycloak-config/realm\n' +
      '  … lab: clients 1 of 3' +
      '\r\x1b[2K  … lab: clients 2 of 3, roles of many ' +
      '\r\x1b[2K  ✓ keycloak-config/realm\n',
  );
});

it('draws no more often than can be seen', () =>
  expect(
    told(
      true,
      10,
      Array.from({ length: 9 }, () => 'x'),
    ),
  ).not.toContain('x'));

it('writes a plain line now and then to a log', () => {
  const texts = Array.from({ length: 40 }, (_, index) => `lab: clients ${index + 1} of 40`);
  expect(told(false, 1_000, texts)).toBe(
    '  … keycloak-config/realm\n  … lab: clients 15 of 40\n  … lab: clients 30 of 40\n  ✓ keycloak-config/realm\n',
  );
});

it('lets nothing of a name control the terminal', () => expect(told(true, 200, ['a\x1b[2J\nb'])).toContain('  … a [2J b\r'));
