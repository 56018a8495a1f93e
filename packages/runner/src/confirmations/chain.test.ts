import { canonicalJson, confirmationTypes, contentHash } from '@keycloak-release-gate/core';
import type { Confirmation } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChain, withLink } from './chain.ts';

const where = 'releases/r.confirmations.jsonl';
const confirmation: Confirmation = {
  type: 'on the call',
  release: 'r',
  person: 'Dana Devops',
  role: 'DevOps',
  statement: 'I am here.',
  confirmedAt: '2026-11-30T19:30:00Z',
  validFrom: '2026-11-30T19:30:00Z',
  expiresAt: '2026-11-30T23:30:00Z',
};
const fileOf = (confirmations: readonly Confirmation[], release = 'r'): string =>
  confirmations.reduce((text, each) => withLink(Buffer.from(text), release, each), '');
const read = (text: string | Uint8Array, release = 'r') => readChain(typeof text === 'string' ? Buffer.from(text) : text, release, where);
const three = ['Dana', 'Dirk', 'Daan'].map((person) => ({ ...confirmation, person }));
const lines = fileOf(three).split('\n').slice(0, 3);
const refusal = (parts: readonly string[], release = 'r') => read(`${parts.join('\n')}\n`, release).problem;

describe('a chain', () => {
  it('gives what was added, with the lines', () => {
    expect(read('')).toEqual({ confirmations: [] });
    expect(read(fileOf(three))).toEqual({ confirmations: three.map((each, index) => ({ line: index + 1, confirmation: each })) });
  });

  it('is one canonical object a line, each with the hash of the line before and its own', () => {
    const body = { confirmation: three[1], previous: contentHash(lines[0] ?? '') };
    expect(lines[1]).toBe(canonicalJson({ ...body, sha256: contentHash(canonicalJson(body)) }));
  });

  it('takes the same confirmation twice, where it was added twice', () => {
    expect(read(fileOf([confirmation, confirmation])).confirmations).toHaveLength(2);
  });
});

const [first = '', second = '', third = ''] = lines;
describe('is refused, with the line', () => {
  it.each<[string, readonly string[], string]>([
    ['edited', [first, second.replace('Dirk', 'Mark'), third], ':2 line 2 is not as it was written'],
    ['edited, the last one', [first, second, third.replace('Daan', 'Mark')], ':3 line 3 is not as it was written'],
    ['written otherwise', [first, second.replace(',', ', '), third], ':2 line 2 is not as it was written'],
    ['taken out', [first, third], ':2 line 2 does not follow on line 1: one was taken out, put in, moved or edited before it'],
    [
      'taken out, the first one',
      [second, third],
      ':1 line 1 is not the first one of the release r: one before it was taken out, or it is of another release',
    ],
    [
      'moved',
      [second, first, third],
      ':1 line 1 is not the first one of the release r: one before it was taken out, or it is of another release',
    ],
    [
      'moved, the last ones',
      [first, third, second],
      ':2 line 2 does not follow on line 1: one was taken out, put in, moved or edited before it',
    ],
    ['doubled', [first, first, second, third], ':2 line 2 does not follow on line 1: one was taken out, put in, moved or edited before it'],
    [
      'doubled, the last one',
      [first, second, third, third],
      ':4 line 4 does not follow on line 3: one was taken out, put in, moved or edited before it',
    ],
    ['left empty', [first, '', second], ':2 line 2 is no JSON'],
    ['left by a merge', ['<<<<<<< HEAD', first], ':1 line 1 is no JSON'],
    [
      'of something else',
      [first, '{"person":"Dana"}'],
      ':2 line 2 is no confirmation (confirmation: Invalid input: expected object, received undefined)',
    ],
  ])('where a line was %s', (_name, parts, told) => {
    const [place = '', ...why] = told.split(' ');
    expect(refusal(parts)).toEqual({
      code: 'CONFIRMATIONS_EDITED',
      message: `The confirmations were edited: ${why.join(' ')}.`,
      where: `${where}${place}`,
      remedy: 'Take the file back as git has it, and confirm with `verify confirm`, which only ever adds a line.',
    });
  });

  it('where it is of another release', () => {
    expect(refusal(lines, 'other')).toMatchObject({ where: `${where}:1` });
  });

  it('where it was cut', () => {
    expect(read(fileOf(three).slice(0, -1)).problem).toMatchObject({ where: `${where}:3` });
  });

  it('where a line was put together anew: its successor does not follow', () => {
    const body = { confirmation: { ...three[0], person: 'Mark' }, previous: contentHash('r') };
    const forged = canonicalJson({ ...body, sha256: contentHash(canonicalJson(body)) });
    expect(refusal([forged, second, third])).toMatchObject({ where: `${where}:2` });
  });

  it.each([
    ['bytes that are no text', Buffer.concat([Buffer.from(fileOf(three)), Buffer.of(0xff, 0x0a)])],
    ['a mark at its beginning', Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(fileOf(three))])],
    ['line ends of another system', Buffer.from(fileOf(three).replaceAll('\n', '\r\n'))],
  ])('where it has %s', (_name, bytes) => {
    expect(read(bytes).problem).toMatchObject({ code: 'CONFIRMATIONS_EDITED' });
  });
});

const time = fc.date({ min: new Date('2020-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
const text = fc.string({ minLength: 1, unit: 'grapheme' });
const any: fc.Arbitrary<Confirmation> = fc.record({
  type: fc.constantFrom(...confirmationTypes),
  release: fc.constant('r'),
  person: text.map((name) => `A${name}`),
  role: text,
  statement: text,
  confirmedAt: time,
  validFrom: time,
  expiresAt: time,
});
const files = fc.array(any, { minLength: 1, maxLength: 4 }).map((all) => fileOf(all));

describe('whatever was confirmed', () => {
  it('is read as it was added', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 4 }), (all) => {
        expect(read(fileOf(all)).confirmations?.map((each) => each.confirmation)).toEqual(all);
      }),
    );
  });

  it('no byte of any line is changed, added or taken out unseen', () => {
    fc.assert(
      fc.property(files, fc.nat(), fc.nat(255), fc.constantFrom('change', 'add', 'take out'), (file, place, byte, how) => {
        const bytes = Buffer.from(file);
        const at = place % bytes.length;
        const kept = how === 'add' ? at : at + 1;
        const edited = Buffer.concat([bytes.subarray(0, at), how === 'take out' ? Buffer.of() : Buffer.of(byte), bytes.subarray(kept)]);
        fc.pre(!edited.equals(bytes));
        expect(read(edited).problem?.code).toBe('CONFIRMATIONS_EDITED');
      }),
      { numRuns: 1_000 },
    );
  });

  it('no lines are put in another order, left out before the last or doubled unseen', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 2, maxLength: 5 }), fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), (all, picks) => {
        const whole = fileOf(all).split('\n').slice(0, -1);
        const picked = picks.map((pick) => whole[pick % whole.length] ?? '');
        // What is left when the last lines go is a chain still: git's history shows that.
        fc.pre(picked.join('\n') !== whole.slice(0, picked.length).join('\n'));
        expect(refusal(picked)?.code).toBe('CONFIRMATIONS_EDITED');
      }),
      { numRuns: 500 },
    );
  });
});
