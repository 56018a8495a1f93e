import { hostname } from 'node:os';
import { join } from 'node:path';
import { databaseState, backupDirectory } from '@keycloak-release-gate/checks';
import type { RollbackFacts } from '@keycloak-release-gate/checks';
import { Environment, Release } from '@keycloak-release-gate/core';
import type { CollectContext } from '@keycloak-release-gate/core';
import { adminApi } from '@keycloak-release-gate/lab';
import type { Stage } from '@keycloak-release-gate/lab';
import { factsOf } from '../../src/rollback-plan/compose.ts';
import type { Live } from '../../src/rollback-plan/live.ts';
import { tryOnCopy } from '../../src/rollback-plan/try-on-copy.ts';
import type { KnownPair } from './pairs.ts';

const silent = { line: () => undefined, moving: () => undefined, end: () => undefined };

/** Puts a database of this version, with a realm in it, in the place of the one that is there, and dumps it into a folder. */
export async function begin(stage: Stage, version: string, backups: string, signal: AbortSignal): Promise<void> {
  await stage.emptyDatabase();
  const node = await stage.start(version);
  try {
    await adminApi(
      () => node.url,
      stage.administrator,
      signal,
    )('/realms', {
      method: 'POST',
      body: {
        realm: 'shop',
        enabled: true,
        roles: { realm: [{ name: 'member' }] },
        groups: [{ name: 'staff', realmRoles: ['member'] }],
        clients: [{ clientId: 'shop', publicClient: true, redirectUris: ['https://shop.example/*'] }],
        users: ['ada', 'grace'].map((username) => ({ username, enabled: true, email: `${username}@shop.example`, groups: ['/staff'] })),
      },
    });
  } finally {
    await node.end();
  }
  await stage.dump(backups);
}

/** Tries one pair on a copy of the stage's database, as the command does, and returns what the rules judge. */
export async function tryPair(
  stage: Stage,
  pair: KnownPair,
  { backups, homes }: { readonly backups: string; readonly homes: string },
  signal: AbortSignal,
): Promise<RollbackFacts> {
  const environment = Environment.parse({
    id: 'stage',
    title: 'A database of a known version',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['shop'] },
    gate: { admin: { realm: 'shop', clientId: 'gate', secret: { secret: 'variable', name: 'NONE' } } },
    database: { ...stage.database, password: { secret: 'variable', name: 'DATABASE' }, tls: 'off' },
    backups: { directory: backups, restore: { hosts: [hostname()], keycloak: join(homes, '{version}') } },
  });
  const release = Release.parse({
    id: 'pair',
    title: pair.name,
    description: pair.name,
    environments: ['stage'],
    keycloak: { from: pair.from, to: pair.to },
    deploys: pair.deploys ?? true,
    expectedChanges: pair.changes ?? [],
    rollback: { plan: 'A', reason: 'to be computed' },
    impact: 'none',
  });
  if (pair.live) await stage.sql(pair.live.before);
  try {
    const live = await lookAt(environment, stage.database.password, signal);
    const tried = await tryOnCopy({ environment, release, live, rehearse: undefined, signal, told: silent });
    return factsOf({ release, environment: 'stage', live, tried, seenElsewhere: undefined, at: new Date().toISOString() });
  } finally {
    if (pair.live) await stage.sql(pair.live.after);
  }
}

async function lookAt(environment: Environment, password: string, signal: AbortSignal): Promise<Live> {
  const context: CollectContext<Record<never, never>> = {
    run: { suite: 'pair', environment },
    signal,
    looks: {},
    secret: () => password,
    stateFolder: '',
    conceal: () => undefined,
    attach: () => '',
    shared: (_key, create) => create(),
  };
  const database = await databaseState.collect({}, context);
  const backups = await backupDirectory.collect({}, context);
  return {
    database: database.value ?? null,
    backups: backups.value ?? null,
    workload: null,
    since: null,
    gaps: { database: database.gaps ?? [], backups: backups.gaps ?? [], workload: [] },
  };
}
