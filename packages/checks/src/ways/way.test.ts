import { expect, it } from 'vitest';
import { codes } from '../registry.ts';
import { apiCodes, nodeCodes } from './code-of-step.ts';
import { waysCodes } from './codes.ts';
import { gapOfStep } from './way.ts';

const way = { client: 'Node', to: 'https://sso.example', proxy: { url: 'http://proxy:3128', by: 'HTTPS_PROXY' } } as const;

it('a gap names the place, the way, what was said and what to do', () => {
  expect(gapOfStep(nodeCodes, 'proxy refused', way, { said: 'Bad response: 407', status: 407 })).toEqual({
    code: 'ways/NODE_PROXY_REFUSED',
    subject: 'way/Node',
    reason:
      'https://sso.example through http://proxy:3128 (HTTPS_PROXY): Bad response: 407. It answered 407: it wants a user and a password, or others.',
    remedy: nodeCodes['proxy refused'].remedy,
  });
  const { reason, remedy } = gapOfStep(
    apiCodes,
    'untrusted',
    { client: 'API server', to: 'https://a' },
    { said: 'no' },
    { issuer: 'Root', remedy: 'Do.' },
  );
  expect({ reason, remedy }).toEqual({ reason: 'https://a: no. What is shown there was signed by "Root".', remedy: 'Do.' });
});

it('each code is of one client and one step, and is in the reference', () => {
  expect(Object.keys(waysCodes)).toHaveLength(3 * 8 + 6 + 1);
  for (const code of Object.values(waysCodes)) expect(codes.get(code.code)).toBe(code);
  expect(waysCodes.DATABASE_UNTRUSTED).toMatchObject({ title: "PostgreSQL's client does not know the certificate's authority" });
});
