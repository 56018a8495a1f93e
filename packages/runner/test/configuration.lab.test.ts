import { afterAll, beforeAll, describe } from 'vitest';
import { impactHoldsAgainstTruth } from './configuration/impact.ts';
import { firstScenarios } from './configuration/init.ts';
import { promotionOfRealms } from './configuration/promotion.ts';
import { openServer } from './configuration/server.ts';
import type { Server } from './configuration/server.ts';
import { snapshotCommand } from './configuration/snapshot-command.ts';
import { snapshotsOfRichRealm } from './configuration/snapshots.ts';

/* One Keycloak for all of this: each part has realms of its own in it. */

let opened: Server | undefined;
const server = (): Server => {
  if (!opened) throw new Error('The server did not start.');
  return opened;
};

beforeAll(async () => {
  opened = await openServer('26.7.4');
});
afterAll(async () => opened?.end());

describe('the first scenarios of a Keycloak', () => {
  firstScenarios(server);
});
describe('snapshots of a rich realm', () => {
  snapshotsOfRichRealm(server);
});
describe('snapshot, diff and doctor on the command line', () => {
  snapshotCommand(server);
});
describe('a release on its way through three realms, each an environment', () => {
  promotionOfRealms(server);
});
describe('the impact that is computed, held against what really happens', () => {
  impactHoldsAgainstTruth(server);
});
