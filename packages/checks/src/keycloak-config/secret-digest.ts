import { createHmac } from 'node:crypto';
import type { CollectContext } from '@keycloak-release-gate/core';
import type { Digest } from './secret-state.ts';

/**
 * Digests that only who has the key can make. The environment is part of each, so that the same secret with the same key is
 * another digest elsewhere; and so is the path, so that no two secrets can be seen to be the same.
 */
export function secretDigest(key: string, environment: string): Digest {
  const ofEnvironment = createHmac('sha256', key).update(`keycloak-release-gate/secret/${environment}`).digest();
  const keyId = createHmac('sha256', ofEnvironment).update('key').digest('hex').slice(0, 8);
  return (path, secret) => {
    const digest = createHmac('sha256', ofEnvironment).update(`secret\0${path}\0${secret}`).digest('hex').slice(0, 32);
    return `‹secret ${keyId}:${digest}›`;
  };
}

/** The digests of a run's environment; undefined where it has no key for them. */
export function digestOf({ run, secret }: Pick<CollectContext<unknown>, 'run' | 'secret'>): Digest | undefined {
  const { id, gate } = run.environment;
  return gate.digestKey === undefined ? undefined : secretDigest(secret(gate.digestKey), id);
}
