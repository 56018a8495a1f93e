import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { claimNetwork, close, freePort, listenOn } from '../lab/network.ts';
import { startBalancer } from './balancer.ts';
import type { Balancer } from './balancer.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Pods that answer with their address, what they got, and the headers that they saw. */
async function pods(...hosts: readonly number[]): Promise<{ readonly network: string; readonly addresses: readonly string[] }> {
  const { network, held } = await claimNetwork('balancer-test', async (candidate) => {
    const servers: Server[] = [];
    for (const host of hosts) {
      const server = createServer((incoming, outgoing) => {
        void text(incoming).then((body) => outgoing.end(JSON.stringify({ host, body, ...seen(incoming) })));
      });
      await listenOn(server, 8080, `${candidate}.9.${host}`);
      servers.push(server);
    }
    return servers;
  });
  ends.push(...held.map((server) => () => close(server)));
  return { network, addresses: hosts.map((host) => `${network}.9.${host}`) };
}

const seen = ({ method, url, headers }: IncomingMessage) => ({
  method,
  url,
  forwardedFor: headers['x-forwarded-for'],
  forwardedHost: headers['x-forwarded-host'],
  authorized: headers.authorization !== undefined,
});

async function balancer(network: string, addresses: readonly string[]): Promise<Balancer> {
  const host = `${network}.0.9`;
  const started = await startBalancer(host, await freePort(host));
  started.setBackends(addresses.map((address, index) => ({ address, podName: `keycloak-${index}` })));
  ends.push(() => started.close());
  return started;
}

describe('the balancer', () => {
  it('sends each request to the next pod, with what the client sent, and says who the client is', async () => {
    const { network, addresses } = await pods(1, 2);
    const { url } = await balancer(network, addresses);
    const answers = await Promise.all(
      ['first', 'second'].map(async (body) => {
        const response = await fetch(`${url}/realms?x=1`, { method: 'POST', body, headers: { 'x-forwarded-for': '6.6.6.6' } });
        return (await response.json()) as Record<string, unknown>;
      }),
    );
    expect(new Set(answers.map(({ host }) => host))).toEqual(new Set([1, 2]));
    expect(answers.map(({ body }) => body)).toEqual(['first', 'second']);
    expect(answers[0]).toMatchObject({ method: 'POST', url: '/realms?x=1', forwardedFor: '127.0.0.1', forwardedHost: new URL(url).host });
  });

  it('passes over a pod that nobody listens at', async () => {
    const { network, addresses } = await pods(1);
    const { url } = await balancer(network, [`${network}.9.77`, ...addresses]);
    const statuses = await Promise.all([1, 2, 3].map(async () => (await fetch(url, { method: 'POST', body: 'x'.repeat(200_000) })).status));
    expect(statuses).toEqual([200, 200, 200]);
  });

  it('keeps an answer back as long as it is told to, and sends the request on at once', async () => {
    const { network, addresses } = await pods(1);
    const started = await balancer(network, addresses);
    started.setRule('late', { about: ['/late'], does: { kind: 'hold', milliseconds: 400 } });
    const began = Date.now();
    const [late, other] = await Promise.all(
      ['/late', '/other'].map(async (path) => {
        const { status } = await fetch(`${started.url}${path}`, { method: 'POST', body: 'x' });
        return { status, within: Date.now() - began };
      }),
    );
    expect(late?.status).toBe(200);
    expect(late?.within).toBeGreaterThanOrEqual(390);
    expect(other?.within).toBeLessThan(400);
  });

  it('ends the connection in place of the answer, where it is told to', async () => {
    const { network, addresses } = await pods(1);
    const started = await balancer(network, addresses);
    started.setRule('lost', { about: ['/lost'], does: { kind: 'swallow' } });
    await expect(fetch(`${started.url}/lost`, { method: 'POST', body: 'x' })).rejects.toThrow('fetch failed');
    expect((await fetch(`${started.url}/other`)).status).toBe(200);
  });

  it('answers 503 without a pod, and to everybody when it is told to', async () => {
    const { network, addresses } = await pods(1);
    const started = await balancer(network, addresses);
    const status = async (): Promise<number> => (await fetch(started.url)).status;
    started.setMode({ kind: 'unavailable' });
    expect(await status()).toBe(503);
    started.setMode({ kind: 'normal' });
    expect(await status()).toBe(200);
    started.setBackends([]);
    expect(await status()).toBe(503);
  });

  it('treats the requests of a rule as the rule says, as often as it says, and all others as ever', async () => {
    const { network, addresses } = await pods(1);
    const started = await balancer(network, addresses);
    const status = async (path: string): Promise<number> => (await fetch(`${started.url}${path}`, { redirect: 'manual' })).status;
    started.setRule('blocked', { about: ['/auth', 'client_id=one'], does: { kind: 'answer', status: 403, page: 'no' } });
    started.setRule('once', { about: ['/once'], times: 1, does: { kind: 'redirect', to: 'https://elsewhere.example/' } });
    expect([await status('/auth?client_id=one'), await status('/auth?client_id=two')]).toEqual([403, 200]);
    expect([await status('/once'), await status('/once')]).toEqual([302, 200]);
    started.setRule('blocked', null);
    expect(await status('/auth?client_id=one')).toBe(200);
    started.setRule('ended', { about: ['/ended'], does: { kind: 'hang-up' } });
    await expect(status('/ended')).rejects.toThrow('fetch failed');
  });

  it('takes a header away, or answers one method alone, where it is told to', async () => {
    const { network, addresses } = await pods(1);
    const started = await balancer(network, addresses);
    started.setRule('dropped', { about: ['/me'], does: { kind: 'drop-header', name: 'authorization' } });
    started.setRule('own', {
      about: ['/token'],
      method: 'OPTIONS',
      does: { kind: 'answer', status: 200, page: '{}', type: 'application/json' },
    });
    const headers = { authorization: 'Bearer x' };
    const authorized = async (path: string): Promise<unknown> => {
      const told: unknown = await (await fetch(`${started.url}${path}`, { headers })).json();
      return (told as { authorized: boolean }).authorized;
    };
    expect([await authorized('/me'), await authorized('/you')]).toEqual([false, true]);
    const own = await fetch(`${started.url}/token`, { method: 'OPTIONS' });
    expect([own.headers.get('content-type'), await own.text()]).toEqual(['application/json', '{}']);
    expect(await authorized('/token')).toBe(true);
  });

  it('gives out the first answer again where it is told to keep it', async () => {
    const { network, addresses } = await pods(1);
    const started = await balancer(network, addresses);
    started.setRule('kept', { about: ['/certs'], does: { kind: 'keep' } });
    const first = await (await fetch(`${started.url}/certs?first`)).text();
    started.setBackends([]);
    expect(await (await fetch(`${started.url}/certs?second`)).text()).toBe(first);
  });

  it('lets a share of the requests wait', async () => {
    const { network, addresses } = await pods(1);
    const started = await balancer(network, addresses);
    started.setMode({ kind: 'slow', delayMs: 300, share: 0.5 });
    const waited = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const began = performance.now();
        await fetch(started.url);
        return performance.now() - began > 290;
      }),
    );
    expect(waited.filter(Boolean)).toHaveLength(3);
  });
});
