import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../lab/network.ts';
import type { ApplicationSettings } from './application.ts';
import { startNodeProcess } from './node-process.ts';
import type { NodeProcess } from './node-process.ts';

const { signal } = new AbortController();
let directory = '';
let shared: NodeProcess;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lab-applications-'));
  shared = await startNodeProcess(directory, signal);
});
afterEach(async () => {
  await shared.stop();
  await rm(directory, { recursive: true });
});

async function settings(clientId: string): Promise<ApplicationSettings> {
  const address = '127.0.0.1';
  const port = await freePort(address);
  return { address, port, url: `http://${address}:${port}`, issuer: 'http://127.0.0.1/realms/none', clientId, directory, signal };
}

const service = { kind: 'service' } as const;
const said = async (url: string): Promise<unknown> => (await fetch(url)).json();

test('applications share a process, and one that is stopped takes no other along', async () => {
  const [one, two] = await Promise.all(['one', 'two'].map(async (clientId) => shared.start(service, await settings(clientId))));
  if (!one || !two) throw new Error('They did not start.');
  expect(one.pid).toBe(two.pid);
  await one.stop();
  await one.ended;
  await expect(said(one.url)).rejects.toThrow('fetch failed');
  expect(await said(two.url)).toEqual({ service: 'two' });
});

test('an application that cannot start says why, and the others go on', async () => {
  const place = await settings('one');
  await shared.start(service, place);
  await expect(shared.start(service, { ...place, address: '192.0.2.1' })).rejects.toThrow('EADDRNOTAVAIL');
  expect(await said(place.url)).toEqual({ service: 'one' });
});
