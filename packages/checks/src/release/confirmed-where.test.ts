import { expect, test } from 'vitest';
import { confirmedWherever, placesOf } from './confirmed-where.ts';
import { confirmationOf, now } from './sample-confirmation.ts';

const environments = ['test', 'acc', 'prod'];
const asked = { release: '2026-11-upgrade', author: 'Ann Author', now, pin: null, environments } as const;
const reviewed = (environment: string) => confirmationOf('logs reviewed', { environment });

test('logs are those of every environment before, or its own where it is the first; all else is said of the environment itself', () => {
  expect(placesOf('logs reviewed', environments, 'prod')).toEqual(['test', 'acc']);
  expect(placesOf('logs reviewed', environments, 'test')).toEqual(['test']);
  expect(placesOf('board approval', environments, 'prod')).toEqual(['prod']);
});

test('the logs of one environment alone are not enough', () => {
  const of = (...places: readonly string[]) =>
    confirmedWherever(places.map(reviewed), { ...asked, type: 'logs reviewed', environment: 'prod' });
  expect(of('test', 'acc')).toMatchObject({ findings: [], gaps: [], holding: [reviewed('test'), reviewed('acc')] });
  expect(of('test')).toMatchObject({ holding: [], findings: [{ code: 'release/CONFIRMATION_MISSING' }] });
  // What was said of the environment to come says nothing of those before it.
  expect(of('prod').findings.map(({ code }) => code)).toEqual(Array.from({ length: 2 }, () => 'release/CONFIRMATION_OTHER_ENVIRONMENT'));
  expect(of()).toMatchObject({
    holding: [],
    findings: [{ code: 'release/CONFIRMATION_MISSING' }, { code: 'release/CONFIRMATION_MISSING' }],
  });
});
