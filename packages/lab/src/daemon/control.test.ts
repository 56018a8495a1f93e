import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { controlOf } from './control-client.ts';
import { answer, serveControl } from './control-server.ts';
import type { ControlHandlers } from './protocol.ts';

let folder = '';
const never = new AbortController().signal;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'lab-control-'))));
afterEach(() => rm(folder, { recursive: true }));

const modes: unknown[] = [];
const handlers: ControlHandlers = {
  status: () => Promise.resolve({ pods: [], applications: [], balancer: { kind: 'normal' }, database: 'running' }),
  down: () => Promise.resolve(null),
  'application.start': () => Promise.reject(new Error('it has no place')),
  'application.stop': () => Promise.resolve(null),
  'application.kill': () => Promise.resolve(null),
  'balancer.mode': ({ mode }) => Promise.resolve((modes.push(mode), null)),
  'balancer.rule': () => Promise.resolve(null),
  'kubelet.log-fault': () => Promise.resolve(null),
  'kubelet.log-limit': () => Promise.resolve(null),
  'kubelet.end-pod': () => Promise.resolve(null),
  'database.stop': () => Promise.resolve(null),
  'database.start': () => Promise.resolve(null),
};

describe('the daemon’s socket', () => {
  it('carries a command, its parameters and its answer', async () => {
    const socket = join(folder, 's');
    const close = await serveControl(socket, handlers);
    const control = controlOf(socket, never);
    expect((await control('status', {})).database).toBe('running');
    expect(await control('balancer.mode', { mode: { kind: 'slow', delayMs: 5 } })).toBeNull();
    expect(modes).toEqual([{ kind: 'slow', delayMs: 5 }]);
    await expect(control('application.start', { id: 'apache' })).rejects.toThrow(
      'The lab could not do "application.start": it has no place',
    );
    await close();
    await expect(control('status', {})).rejects.toThrow('does not answer');
  });

  it('refuses what is no command', async () => {
    const lines = ['{"command":"reboot","params":{}}', '{"command":"toString","params":{}}', '[]', '{'];
    const answers = await Promise.all(lines.map((line) => answer(line, handlers)));
    expect(answers.map(({ ok }) => ok)).toEqual([false, false, false, false]);
  });
});
