import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { down, up } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carefulWithAccounts } from './lab/accounts.ts';
import { backupSources } from './lab/backup-sources.ts';
import { everyFault } from './lab/faults.ts';
import { guideFollowed } from './lab/guide.ts';
import { healthyLab } from './lab/healthy.ts';
import { logsBaseline } from './lab/logs-baseline.ts';
import { noisyLab } from './lab/noise.ts';
import { collectedInParts } from './lab/parts.ts';
import { releaseStory } from './lab/release-story.ts';
import { releasesThatAreRefused } from './lab/release-variants.ts';
import { specialEntries } from './lab/special-entries.ts';
import { statefulSetOfLab } from './lab/stateful-set.ts';
import { threeEnvironments } from './lab/three-environments.ts';
import { labTold } from './lab/told.ts';
import { changesByHand } from './lab/unannounced.ts';
import { unpluggedLab } from './lab/unplugged.ts';
import { verify } from './lab/verify.ts';
import type { Place } from './lab/verify.ts';
import { wrongClusters } from './lab/wrong-cluster.ts';
import { wrongEntries } from './lab/wrong-entries.ts';

/*
 * One lab for all of this, brought up once, and in this order: bringing it up is what takes longest, and each part leaves it
 * as the next one needs it.
 */

const lab = `test-${process.pid}`;
const reports = mkdtempSync(join(tmpdir(), 'verify-'));
const place = (): Place => ({ lab, reports });

beforeAll(async () => {
  await up({ name: lab, version: '26.4.0', progress: labTold });
});

afterAll(async () => {
  await down({ name: lab, progress: labTold });
  rmSync(reports, { recursive: true });
});

describe('a release and the way back', () => {
  releaseStory(place);
  releasesThatAreRefused(place);
});

describe('a healthy lab', () => {
  test('is deployed', async () => {
    const deployed = await verify(['lab', 'deploy', '26.7.4', '--lab', lab, '--reports', reports]);
    expect(deployed.exitCode, deployed.stderr).toBe(0);
  });
  healthyLab(place);
  collectedInParts(place);
  logsBaseline(place);
  backupSources(place);
  wrongClusters(place);
  wrongEntries(place);
  specialEntries(place);
  carefulWithAccounts(place);
  threeEnvironments(place);
  guideFollowed(place);
});

describe('changes by hand', () => {
  changesByHand(place);
});

describe('a healthy lab in which much goes on', () => {
  noisyLab(place);
});

describe('a StatefulSet', () => {
  statefulSetOfLab(place);
});

describe('every fault', () => {
  everyFault(place);
});

describe('unplugged', () => {
  unpluggedLab(place);
});
