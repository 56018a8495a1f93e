import { expect, it } from 'vitest';
import { wordsOfWays } from './ways.ts';

it('the block tells of each client the way, and of what fails why and what to do', () => {
  const gap = {
    code: 'ways/API_UNTRUSTED',
    subject: 'way/API server',
    reason: 'Signed by "Root\u001b[31m\r\n✓ all well".',
    remedy: 'Name it.',
  };
  expect(
    wordsOfWays([
      { client: 'Node', to: 'https://sso.example', proxy: { url: 'http://proxy:3128', by: 'HTTPS_PROXY' }, trusts: "Node's own", gaps: [] },
      { client: 'PostgreSQL', to: 'db:5432', gaps: [], notes: ['Nothing is encrypted.'] },
      { client: 'API server', to: 'https://api', gaps: [gap] },
    ]),
  ).toBe(`Ways
  ✓ Node        https://sso.example  through http://proxy:3128 (HTTPS_PROXY)
      trusts Node's own
  ✓ PostgreSQL  db:5432  directly
      ! Nothing is encrypted.
  ✗ API server  https://api  directly
      Signed by "Root ✓ all well".
      do    Name it.
      code  ways/API_UNTRUSTED
`);
});
