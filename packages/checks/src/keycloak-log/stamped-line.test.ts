import { describe, expect, it } from 'vitest';
import { isLineOfSecond, parseStampedLine, timeOfKey } from './stamped-line.ts';

describe("the kubelet's time", () => {
  it.each([
    ['2026-11-23T21:00:01.123456789Z x', '2026-11-23T21:00:01.123456789Z'],
    ['2026-11-23T21:00:01.5Z x', '2026-11-23T21:00:01.500000000Z'],
    ['2026-11-23T22:00:01+01:00 x', '2026-11-23T21:00:01.000000000Z'],
  ])('%s', (line, key) => {
    expect(parseStampedLine(line)).toEqual({ key, text: 'x' });
  });

  it('is missing from what is no line of the log', () => {
    expect(parseStampedLine('unable to retrieve container logs for x')).toBeUndefined();
    expect(timeOfKey('2026-11-23T21:00:01.123456789Z')).toBe('2026-11-23T21:00:01.123Z');
  });
});

describe('a line of a second that is known', () => {
  const second = Buffer.from('2026-11-23T21:00:01');
  it.each([
    ['2026-11-23T21:00:01.123456789Z x', true],
    ['2026-11-23T21:00:01.123456789Z ', true],
    ['2026-11-23T21:00:02.123456789Z x', false],
    ['2026-11-23T21:00:01.12345678xZ x', false],
    ['2026-11-23T21:00:01.123456789+01:00 x', false],
    ['2026-11-23T21:00:01Z x', false],
    ['', false],
  ])('%j: %j', (line, isOfSecond) => {
    const bytes = Buffer.from(`before\n${line}`);
    expect(isLineOfSecond(bytes, 7, bytes.length, second)).toBe(isOfSecond);
  });
});
