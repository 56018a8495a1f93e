import { describe } from 'vitest';
import { carefulWithAccounts } from './lab/accounts.ts';
import { backupSources } from './lab/backup-sources.ts';
import { caughtOnTheWay } from './lab/faults.ts';
import { guideFollowed } from './lab/guide.ts';
import { healthyLab } from './lab/healthy.ts';
import { logsBaseline } from './lab/logs-baseline.ts';
import { noisyLab } from './lab/noise.ts';
import { deployed, leaksNothing, oneLab } from './lab/one-lab.ts';
import { collectedInParts } from './lab/parts.ts';
import { releaseStory } from './lab/release-story.ts';
import { releasesThatAreRefused } from './lab/release-variants.ts';
import { specialEntries } from './lab/special-entries.ts';
import { statefulSetOfLab } from './lab/stateful-set.ts';
import { threeEnvironments } from './lab/three-environments.ts';
import { changesByHand } from './lab/unannounced.ts';
import { wrongClusters } from './lab/wrong-cluster.ts';
import { wrongEntries } from './lab/wrong-entries.ts';

/* In this order: each part leaves the lab as the next one needs it. The faults have a lab of their own. */
const place = oneLab();

describe('a release and the way back', () => {
  releaseStory(place);
  releasesThatAreRefused(place);
});

describe('a healthy lab', () => {
  deployed(place);
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

describe('after all of this', () => {
  caughtOnTheWay();
  leaksNothing(place);
});
