import { adminApi, createRichRealm, openStage, parseKeycloakVersion, provideTools } from '@keycloak-release-gate/lab';
import type { Stage } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changedObjects } from './snapshot/changes.ts';
import { createReader } from './snapshot/reader.ts';
import { goThereAndBack, roundsOf } from './snapshot/round-trip.ts';

const version = '26.7.4';
let stage: Stage | undefined;
beforeAll(async () => {
  const signal = AbortSignal.timeout(1_200_000);
  stage = await openStage(await provideTools(() => undefined, signal), signal);
  await stage.emptyDatabase();
});
afterAll(async () => stage?.dispose());

// The lab's run changes several attributes of an object at a time.
test('one attribute at a time: just its line; change it back: none', async () => {
  const parsed = parseKeycloakVersion(version);
  if (!parsed || !stage) throw new Error(`${version} cannot be started.`);
  const node = await stage.start(version);
  try {
    const admin = adminApi(() => node.url, stage.administrator, AbortSignal.timeout(1_200_000));
    await createRichRealm(admin, 'rich', parsed);
    await createReader(admin, 'rich');
    expect(await goThereAndBack(roundsOf(changedObjects, { together: 1 }), admin, node.url)).toEqual([]);
  } finally {
    await node.end();
  }
});
