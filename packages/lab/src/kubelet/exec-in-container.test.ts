import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { Container, Pod } from '../kubernetes-api/objects.ts';
import { execInContainer } from './exec-in-container.ts';
import { runHook } from './lifecycle-hooks.ts';
import { runProbe } from './probe.ts';
import { startErrorText } from './runtime-text.ts';
import { verifyRunAsNonRoot } from './security-context.ts';

const inside = { env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', WHO: 'keycloak' }, cwd: tmpdir() };
const { signal } = new AbortController();
const shell = (script: string): readonly string[] => ['sh', '-c', script];
const container: Container = { name: 'main', image: 'x:1' };
const pod: Pod = { metadata: { name: 'p', namespace: 'sso', uid: 'u' }, spec: { containers: [container] } };

test('a command in a container has its environment, and both its outputs are kept', async () => {
  expect(await execInContainer(shell('echo $WHO; echo no >&2; exit 3'), inside, 5_000, signal)).toEqual({
    kind: 'exited',
    code: 3,
    output: 'keycloak\nno\n',
  });
});

test('a command that takes too long is ended with all that it started', async () => {
  expect(await execInContainer(shell('sleep 60 & sleep 60'), inside, 200, signal)).toEqual({ kind: 'timedOut' });
});

test('an exec probe is a success by its exit code, and otherwise told as a kubelet tells it', async () => {
  const probe = (command: readonly string[], timeoutSeconds = 5) =>
    runProbe({ exec: { command }, timeoutSeconds }, container, { address: '127.0.0.1', podIP: '10.0.0.1', inside }, signal);
  expect(await probe(shell('exit 0'))).toEqual({ result: 'success' });
  expect(await probe(shell('echo not yet; exit 1'))).toEqual({ result: 'failure', output: 'not yet\n' });
  expect(await probe(shell('sleep 5'), 0.2)).toEqual({
    result: 'failure',
    output: 'command timed out: "sh -c sleep 5" timed out after 0.2s',
  });
  expect(await probe(['no-such-command'])).toEqual({
    result: 'error',
    output:
      'rpc error: code = Unknown desc = failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: exec: "no-such-command": executable file not found in $PATH: unknown',
  });
});

test('a hook that fails is told with its command, its container and its pod', async () => {
  expect(await runHook({ exec: { command: shell('exit 0') } }, container, pod, inside, signal)).toBeUndefined();
  expect(await runHook({ exec: { command: shell('echo no theme; exit 4') } }, container, pod, inside, signal)).toBe(
    `Exec lifecycle hook ([sh -c echo no theme; exit 4]) for Container "main" in Pod "p_sso(u)" failed - error: command 'sh -c echo no theme; exit 4' exited with 4: no theme\n, message: "no theme\\n"`,
  );
});

test('a program that is not there is told as runc tells it', () => {
  const missing = Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' });
  expect(startErrorText('kc.sh', missing)).toMatch(
    /error during container init: exec: "kc.sh": executable file not found in \$PATH: unknown$/,
  );
  expect(startErrorText('/opt/kc.sh', missing)).toMatch(/exec: "\/opt\/kc.sh": stat \/opt\/kc.sh: no such file or directory: unknown$/);
});

test('a container that must not be root is not created as root', () => {
  const asRoot = { ...container, securityContext: { runAsUser: 0 } };
  const strict = { ...pod, spec: { ...pod.spec, securityContext: { runAsNonRoot: true } } };
  expect(verifyRunAsNonRoot(strict, asRoot)).toBe(`container's runAsUser breaks non-root policy (pod: "p_sso(u)", container: main)`);
  expect([verifyRunAsNonRoot(strict, container), verifyRunAsNonRoot(pod, asRoot)]).toEqual([undefined, undefined]);
});
