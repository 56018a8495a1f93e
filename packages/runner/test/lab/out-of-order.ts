import type { Reworded, Tried } from './small-release.ts';
import type { SmallEnvironment } from './small-scenarios.ts';

/** A step that is tried when it is not its turn, or with other words in the scenarios than it may have, and what stops it. */
export interface OutOfOrder extends Tried {
  readonly what: string;
  readonly words?: readonly Reworded[];
  readonly codes: readonly string[];
  readonly exitCode: 1 | 3;
}

const only = ['release/proven-before'];
const toAcc = { environment: 'acc', only } as const;
const toProd = { environment: 'prod', only } as const;

/** The realm of an environment is that of another one. */
const sameRealm = (of: SmallEnvironment, as: SmallEnvironment): Reworded => ({
  file: `environments/${of}.ts`,
  from: `realms: ['sso-${of}']`,
  to: `realms: ['sso-${as}']`,
});

/** Where nothing was deployed yet. */
export const beforeTest: readonly OutOfOrder[] = [
  { what: 'acc before test', ...toAcc, codes: ['release/NOT_PROVEN_BEFORE'], exitCode: 3 },
  {
    what: 'post-deploy before pre-release',
    environment: 'test',
    suite: 'post-deploy',
    only: ['keycloak-config/providers-kept'],
    codes: ['gap/BASELINE_MISSING'],
    exitCode: 3,
  },
  {
    what: 'pre-restore before pre-release, which validates the backup',
    environment: 'prod',
    suite: 'pre-restore',
    only: ['backup/pinned-unchanged'],
    codes: ['gap/BASELINE_MISSING'],
    exitCode: 3,
  },
];

/** Where it was found good on test alone. */
export const beforeAcc: readonly OutOfOrder[] = [
  { what: 'prod before acc', ...toProd, codes: ['release/NOT_PROVEN_BEFORE'], exitCode: 3 },
  {
    what: 'prod with acc left out',
    ...toProd,
    words: [{ from: "environments: ['test', 'acc', 'prod']", to: "environments: ['test', 'prod']" }],
    codes: ['release/ENVIRONMENT_LEFT_OUT'],
    exitCode: 1,
  },
  {
    what: 'acc that is test under another name',
    ...toAcc,
    words: [sameRealm('acc', 'test')],
    codes: ['release/SAME_SYSTEM_BEFORE'],
    exitCode: 1,
  },
];

/** Where it was found good on test and on acc, and something is another one now. */
export const beforeProd: readonly OutOfOrder[] = [
  {
    what: 'another image than was found good',
    ...toProd,
    words: [{ from: 'deploys: false,', to: `deploys: false, image: 'registry.example/keycloak@sha256:${'b'.repeat(64)}',` }],
    codes: ['release/RELEASE_CHANGED_SINCE', 'release/OTHER_IMAGE_BEFORE'],
    exitCode: 1,
  },
  {
    what: 'another change than was found good',
    ...toProd,
    words: [{ from: "object: 'role/auditor'", to: "object: 'role/inspector'" }],
    codes: ['release/RELEASE_CHANGED_SINCE'],
    exitCode: 1,
  },
  {
    what: 'another author than it had when it was found good',
    ...toProd,
    words: [{ from: "author: 'Robin Release'", to: "author: 'Kim Keycloak'" }],
    codes: ['release/AUTHOR_CHANGED'],
    exitCode: 1,
  },
  {
    what: 'acc that was judged by less than its suite asks for',
    ...toProd,
    words: [{ file: 'environments/acc.ts', from: 'applications: [billing]', to: "applications: [billing, { ...billing, id: 'ledger' }]" }],
    codes: ['release/CHECKS_MISSING_BEFORE'],
    exitCode: 3,
  },
];
