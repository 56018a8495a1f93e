import { confirmationTypes } from '@keycloak-release-gate/core';
import type { Confirmation } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confirmedBy } from './confirmed.ts';
import { now, pin } from './sample-confirmation.ts';

const at = (minutes: number): string => new Date(Date.parse(now) + minutes * 60_000).toISOString();
/** Mostly what holds, so that often all of it does. */
const mostly = <T>(good: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(good) }, { weight: 2, arbitrary: fc.constantFrom(...others) });
const confirmation: fc.Arbitrary<Confirmation> = fc
  .record({
    type: mostly<Confirmation['type']>('board approval', ...confirmationTypes),
    release: mostly('2026-11', '2026-10'),
    person: mostly('Jason', 'Ann Author', 'ann  AUTHOR', 'Author, Ann'),
    role: fc.constant('release board'),
    statement: fc.string({ minLength: 1 }),
    confirmedAt: fc.integer({ min: -3, max: 1 }).map(at),
    validFrom: fc.integer({ min: -3, max: 1 }).map(at),
    expiresAt: fc.integer({ min: -1, max: 5 }).map(at),
    confirmedBy: fc.option(mostly('Tess', 'Ánn Author'), { nil: undefined }),
    environment: fc.option(mostly('prod', 'acc'), { nil: undefined }),
    backup: fc.option(mostly(pin.sha256, 'b'.repeat(64)), { nil: undefined }),
  })
  .map(({ confirmedBy: by, environment, backup, ...rest }) => ({
    ...rest,
    ...(by === undefined ? {} : { confirmedBy: by }),
    ...(environment === undefined ? {} : { environment }),
    ...(backup === undefined ? {} : { backup }),
  }));
const asked = { type: 'board approval', release: '2026-11', environment: 'prod', author: 'Ann Author', now, pin } as const;

/** Said again in other words than the judge's, so that both would have to be wrong alike. */
const isGood = (each: Confirmation): boolean =>
  each.type === 'board approval' &&
  each.release === '2026-11' &&
  (each.environment === undefined || each.environment === 'prod') &&
  (each.backup === undefined || each.backup === pin.sha256) &&
  each.person === 'Jason' &&
  (each.confirmedBy === undefined || each.confirmedBy === 'Tess') &&
  Math.max(Date.parse(each.validFrom), Date.parse(each.confirmedAt)) <= Date.parse(now) &&
  Date.parse(each.expiresAt) > Date.parse(now);

test('it passes on the confirmations that hold, and on no other', () => {
  fc.assert(
    fc.property(fc.array(confirmation, { maxLength: 4 }), (confirmations) => {
      const { holding, findings, gaps } = confirmedBy(confirmations, asked);
      expect(holding).toEqual(confirmations.filter(isGood));
      expect(gaps).toEqual([]);
      expect(findings).toHaveLength(holding.length > 0 ? 0 : 1);
    }),
    { numRuns: 500 },
  );
});

test('one that is expired, or of another release or environment, never makes it pass, whatever else it is', () => {
  const spoiled = fc
    .tuple(confirmation, fc.constantFrom('expired', 'release', 'environment'))
    .map(([each, how]): Confirmation =>
      how === 'expired'
        ? { ...each, expiresAt: at(-1) }
        : how === 'release'
          ? { ...each, release: 'other' }
          : { ...each, environment: 'test' },
    );
  fc.assert(
    fc.property(fc.array(spoiled, { maxLength: 6 }), (confirmations) => {
      const { holding, findings } = confirmedBy(confirmations, asked);
      expect(holding).toEqual([]);
      expect(findings.map(({ severity }) => severity)).toEqual(['fail']);
    }),
    { numRuns: 300 },
  );
});

test('where it rests on a proof, it passes on none that was given when nothing was proven and something was later', () => {
  // From the first to the second, from the third to the fourth and so on it stood proven; the last time it may still do.
  const proofs = fc.uniqueArray(fc.integer({ min: -5, max: 2 }), { maxLength: 5 }).map((minutes) => {
    const times = minutes.toSorted((a, b) => a - b).map(at);
    return times.flatMap((time, index) => {
      const until = times[index + 1];
      return index % 2 === 0 ? [{ run: `run ${index}`, at: time, ...(until === undefined ? {} : { until }) }] : [];
    });
  });
  fc.assert(
    fc.property(fc.array(confirmation, { maxLength: 3 }), proofs, (confirmations, spans) => {
      const { holding } = confirmedBy(confirmations, { ...asked, proven: { environment: 'acc', proofs: spans } });
      const stood = ({ confirmedAt }: Confirmation): boolean =>
        spans.filter((span) => span.at <= confirmedAt && !(span.until !== undefined && span.until <= confirmedAt)).length === 1;
      const isDecided = (each: Confirmation): boolean => stood(each) || !spans.some((span) => span.at > each.confirmedAt);
      expect(holding).toEqual(confirmations.filter((each) => isGood(each) && isDecided(each)));
    }),
    { numRuns: 500 },
  );
});

test('no order of them makes a difference to the outcome', () => {
  fc.assert(
    fc.property(fc.array(confirmation, { maxLength: 4 }), (confirmations) => {
      const codesOf = (all: readonly Confirmation[]) => confirmedBy(all, asked).findings.map(({ code }) => code);
      expect(codesOf(confirmations.toReversed())).toEqual(codesOf(confirmations));
    }),
  );
});
