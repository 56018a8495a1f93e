import { expect, it } from 'vitest';
import { webOriginAllowed } from './web-origin.ts';

const origin = 'https://portal.example';
// As Keycloak 26.7.4 answers: to this question it allows whatever origin asks.
const good = {
  application: 'portal',
  origin,
  preflight: { status: 200, allowOrigin: origin, allowMethods: 'POST, OPTIONS' },
  ofClient: 'yes',
};
const { check } = webOriginAllowed;
const judge = (parts: object) => check.judge({ seen: { ...good, ...parts } }, {}, { now: '2026-11-23T21:00:00Z' });
const told = (parts: object): string[] => {
  const { findings, gaps = [] } = judge(parts);
  return [...findings.map(({ code, message }) => `${code}: ${message}`), ...gaps.map(({ code, reason }) => `gap ${code}: ${reason}`)];
};

it('finds nothing wrong where browsers may ask', () => {
  expect(judge({})).toEqual({ findings: [], facts: [{ name: 'web origin', value: origin }] });
});

it('finds an origin that is not one of the client', () => {
  expect(told({ ofClient: 'no' })).toEqual([`oidc/WEB_ORIGIN: ${origin} is not among the client's web origins.`]);
});

it('finds a proxy that takes the headers away, or answers itself', () => {
  expect(told({ preflight: { status: 204 } })).toEqual([
    'oidc/CORS_PREFLIGHT: To the question of a browser the token endpoint answers HTTP 204, and allows no origin.',
  ]);
  expect(told({ preflight: { status: 405, allowOrigin: 'https://other.example', allowMethods: 'GET' } })).toEqual([
    'oidc/CORS_PREFLIGHT: To the question of a browser the token endpoint answers HTTP 405, and allows the origin https://other.example (GET).',
  ]);
});

it('does not know where Keycloak does not say', () => {
  expect(told({ ofClient: 'unclear' })).toEqual([
    'gap oidc/ORIGIN_UNKNOWN: Keycloak did not say whether the origin is one of the client’s.',
  ]);
});
