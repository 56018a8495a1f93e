import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CollectContext } from '@keycloak-release-gate/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { administrationOf } from './administration.ts';

/** A server that gives tokens as the test says, and the sessions of anybody who shows one. */
let server: Server;
let asked: number;
let answerToken: (nth: number) => { readonly status: number; readonly body: object };

beforeEach(async () => {
  asked = 0;
  server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (!request.url?.endsWith('/token')) return void response.end(JSON.stringify([{ id: request.headers.authorization }]));
    asked += 1;
    const { status, body } = answerToken(asked);
    response.statusCode = status;
    setImmediate(() => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterEach(() => server.close());

const given = (expires_in: number) => (nth: number) => ({ status: 200, body: { access_token: `token-${nth}`, expires_in } });

function administration(): ReturnType<typeof administrationOf> {
  const adminUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const kept = new Map<string, Promise<unknown>>();
  const context = {
    run: { environment: { keycloak: { adminUrl }, gate: { admin: { realm: 'main', clientId: 'gate', secret: {} } } } },
    secret: () => 'secret',
    conceal: () => undefined,
    shared: (key: string, create: () => Promise<unknown>) => {
      const made = kept.get(key) ?? create();
      kept.set(key, made);
      return made;
    },
  } as unknown as CollectContext<unknown>;
  return administrationOf('main', context);
}

const signal = new AbortController().signal;
const sessionsOf = (users: readonly string[], { sessions }: ReturnType<typeof administrationOf>) =>
  Promise.all(users.map((user) => sessions(user, signal)));

it('asks for one token, however many look at once, and for another when it grows old', async () => {
  answerToken = given(60);
  const young = administration();
  expect(await sessionsOf(['a', 'b', 'c'], young)).toEqual([['Bearer token-1'], ['Bearer token-1'], ['Bearer token-1']]);
  expect(await sessionsOf(['a'], young)).toEqual([['Bearer token-1']]);
  answerToken = given(0);
  const old = administration();
  await sessionsOf(['a'], old);
  expect(await sessionsOf(['a'], old)).toEqual([['Bearer token-3']]);
});

it('blinds nobody but the one who asked when no token was given', async () => {
  answerToken = (nth) => (nth === 1 ? { status: 502, body: {} } : given(60)(nth));
  expect(await sessionsOf(['a', 'b', 'c'], administration())).toEqual([undefined, ['Bearer token-2'], ['Bearer token-2']]);
  expect(asked).toBe(2);
});

it('sees nothing where none is ever given', async () => {
  answerToken = () => ({ status: 401, body: {} });
  expect(await sessionsOf(['a', 'b'], administration())).toEqual([undefined, undefined]);
});

it('leaves the answer to others when one gives up, and nothing that nobody handles when all do', async () => {
  const { sessions } = administration();
  answerToken = given(60);
  const interrupt = new AbortController();
  const first = sessions('a', interrupt.signal);
  const second = sessions('b', signal);
  interrupt.abort(new Error('given up'));
  await expect(first).rejects.toThrow('given up');
  expect(await second).toEqual(['Bearer token-1']);
  answerToken = () => ({ status: 200, body: { no: 'token' } });
  await expect(administration().sessions('a', AbortSignal.abort(new Error('given up before')))).rejects.toThrow('given up before');
});
