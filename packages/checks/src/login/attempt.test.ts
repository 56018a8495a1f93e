import type { CollectContext } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { attempt } from './attempt.ts';
import type { AttemptSettings } from './way.ts';

it('closes the tabs that were opened while what it needs could not be had', async () => {
  let closed = 0;
  const context = {
    run: { environment: { keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example' }, gate: { admin: {} } } },
    signal: new AbortController().signal,
    secret: () => {
      throw new RangeError('no such secret');
    },
    shared: (_key: string, create: () => Promise<unknown>) => create(),
  } as unknown as CollectContext<unknown>;
  const settings = {
    browser: Promise.resolve({
      newBrowserCDPSession: async () => ({ send: async () => ({ userAgent: 'A browser' }), detach: async () => undefined }),
      newContext: async () => ({ newPage: async () => ({ on: () => undefined }), close: async () => void (closed += 1) }),
    }),
    application: { realm: 'lab' },
    login: {},
    context,
  } as unknown as AttemptSettings;
  await expect(attempt(settings)).rejects.toThrow(RangeError);
  expect(closed).toBe(1);
});
