import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareVersions, parseVersion, versionOfImage } from './version.ts';

describe('compareVersions', () => {
  test.each([
    ['26.4.0', '26.7.4', -1],
    ['26.10.0', '26.9.9', 1],
    ['26.4.0', '26.4.0', 0],
    ['26.4', '26.4.0', 0],
    ['26.4.0.redhat-00001', '26.4.0', 0],
    ['26.4.0-redhat-00001', '26.4.0.redhat-00002', -1],
    ['999.0.0-SNAPSHOT', '26.7.4', 1],
  ])('%s against %s', (a, b, sign) => expect(Math.sign(compareVersions(a, b))).toBe(sign));

  test('what is no version compares with nothing', () => expect(compareVersions('latest', '26.7.4')).toBeNaN());

  const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((parts) => parts.join('.'));
  test('it is an order', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
        expect(compareVersions(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

test('parseVersion keeps the qualifier', () =>
  expect(parseVersion('26.4.0.redhat-00001')).toEqual({ numbers: [26, 4, 0], qualifier: 'redhat-00001' }));

describe('versionOfImage', () => {
  test.each([
    ['keycloak:26.7.4', '26.7.4'],
    ['registry.example:5000/sso/keycloak:26.7.4', '26.7.4'],
    ['quay.io/keycloak/keycloak:26.7.4@sha256:00ff', '26.7.4'],
    ['registry.example/keycloak:hd-26.7.4-3', '26.7.4'],
    ['registry.example:5000/keycloak', undefined],
    ['keycloak:latest', undefined],
    ['keycloak:26.7', undefined],
    ['keycloak:26.4.0-to-26.7.4', undefined],
    ['keycloak@sha256:00ff', undefined],
  ])('%s', (image, version) => expect(versionOfImage(image)).toBe(version));
});
