import { expect, test } from 'vitest';
import type { Container, Pod } from '../kubernetes-api/objects.ts';
import { containerEnvironment, expand } from './container-environment.ts';
import type { ValueSource } from './container-environment.ts';

const facts = { podIP: '10.1.2.3', hostIP: '127.1.2.1', nodeName: 'lab-node' };
const values: ValueSource = {
  secret: (name) => Promise.resolve(name === 'db' ? { password: 'p$(A)' } : undefined),
  configMap: (name) => Promise.resolve(name === 'settings' ? { COLOUR: 'red', SIZE: 'big' } : undefined),
};
const environment = (container: Partial<Container>): Promise<Readonly<Record<string, string>>> => {
  const spec: Container = { name: 'main', image: 'x:1', ...container };
  const pod: Pod = { metadata: { name: 'pod-1', namespace: 'sso', labels: { app: 'k' } }, spec: { containers: [spec] } };
  return containerEnvironment(pod, spec, facts, values);
};

test('values, references, fields and whole ConfigMaps become the environment', async () => {
  expect(
    await environment({
      envFrom: [{ prefix: 'P_', configMapRef: { name: 'settings' } }],
      env: [
        { name: 'A', value: 'a' },
        { name: 'B', value: '$(A)-$(P_COLOUR)-$(NOT_THERE)-$$(A)' },
        { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
        { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'APP', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
        { name: 'NONE', valueFrom: { secretKeyRef: { name: 'other', key: 'x', optional: true } } },
      ],
    }),
  ).toEqual({
    HOSTNAME: 'pod-1',
    P_COLOUR: 'red',
    P_SIZE: 'big',
    A: 'a',
    B: 'a-red-$(NOT_THERE)-$(A)',
    PASSWORD: 'p$(A)',
    IP: '10.1.2.3',
    APP: 'k',
  });
});

test.each([
  [{ secretKeyRef: { name: 'none', key: 'x' } }, 'secret "none" not found'],
  [{ secretKeyRef: { name: 'db', key: 'user' } }, "couldn't find key user in Secret sso/db"],
  [{ configMapKeyRef: { name: 'none', key: 'x' } }, 'configmap "none" not found'],
  [{ configMapKeyRef: { name: 'settings', key: 'x' } }, "couldn't find key x in ConfigMap sso/settings"],
])('what is missing is told in the words of a kubelet: %j', async (valueFrom, message) => {
  await expect(environment({ env: [{ name: 'A', valueFrom }] })).rejects.toThrow(message);
});

test('a dollar sign that begins nothing stays', () => {
  expect(expand('5$ $(A) $$ $', { A: '1' })).toBe('5$ 1 $ $');
});
