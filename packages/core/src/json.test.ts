import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './json.ts';

describe('canonical JSON', () => {
  it('reads back as the same value, and is one byte sequence whatever the order of the members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(Object.fromEntries(Object.entries(value).toReversed()))).toBe(text);
      }),
    );
  });

  it('refuses what JSON cannot carry, and says where', () => {
    expect(() => canonicalJson({ a: [Number.NaN] })).toThrow('$.a[0] is NaN');
    expect(() => canonicalJson({ at: new Date(0) })).toThrow('$.at is an instance of a class');
  });
});
