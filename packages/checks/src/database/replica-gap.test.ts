import { expect, test } from 'vitest';
import type { Reading } from './connection.ts';
import { replicaGap } from './replica-gap.ts';

const reading = (replica: boolean): Reading => ({
  database: { name: 'keycloak', schema: 'public', user: 'gate' },
  query: async () => [{ replica }],
  table: async () => undefined,
  quoted: (name) => name,
});

test('a replica is told, and what it does not tell', async () =>
  expect(await replicaGap(reading(true), 'It may be behind.')).toMatchObject([
    { code: 'database/READ_FROM_REPLICA', subject: 'database/keycloak', reason: 'It may be behind.' },
  ]));

test('of a primary there is nothing to tell', async () => expect(await replicaGap(reading(false), '')).toEqual([]));
