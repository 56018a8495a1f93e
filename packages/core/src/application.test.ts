import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Application, NotTested } from './application.ts';
import { KeycloakPageOverride } from './environment.ts';

const document = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'adopting.md'), 'utf8');
const [, section = ''] = /^## \d+\. Applications$(.*?)^## /ms.exec(document) ?? [];

/** The names of all members of a schema, and all words that stand for a choice. What a secret reference is, is told elsewhere. */
function wordsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(wordsOf);
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword === 'enum') return z.array(z.string()).parse(value);
    if (keyword === 'const') return [String(value)];
    if (keyword !== 'properties') return wordsOf(value);
    return Object.entries(z.record(z.string(), z.unknown()).parse(value)).flatMap(([name, member]) =>
      name === 'clientSecret' ? [name] : [name, ...wordsOf(member)],
    );
  });
}

it.each([
  ['an application', Application, 'singleLogout'],
  ['a client that is not tried', NotTested, 'client'],
  ['a page of a theme', KeycloakPageOverride, 'logout-confirmation'],
])('everything that may be said of %s is told in the documentation', (_what, schema, one) => {
  const words = wordsOf(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }));
  expect(words).toContain(one);
  expect(words.filter((word) => !new RegExp(`(?<![\\w-])${RegExp.escape(word)}(?![\\w-])`).test(section))).toEqual([]);
});
