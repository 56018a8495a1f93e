import { client, role } from '@keycloak-release-gate/core';
import type { ExpectedChange } from '@keycloak-release-gate/core';
import type { RollbackPlanRecord } from '@keycloak-release-gate/checks';

/** A release whose rollback plan is known, by what was measured on real servers (spec of rollback and backup). */
export interface KnownPair {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly plan: RollbackPlanRecord['plan'];
  readonly decidedBy: RollbackPlanRecord['decidedBy'];
  /** Nothing is deployed where it is false. */
  readonly deploys?: boolean;
  readonly changes?: readonly ExpectedChange[];
  /** The new image holds a provider with a table, and a change log, of its own. */
  readonly provider?: boolean;
  /** SQL that is run on the live database before it is looked at, and what undoes it. */
  readonly live?: { readonly before: string; readonly after: string };
}

export const knownPairs: readonly KnownPair[] = [
  { name: '24.0.4 → 24.0.5', from: '24.0.4', to: '24.0.5', plan: 'A', decidedBy: 'nothing-left-behind' },
  { name: '24.0.5 → 26.7.4', from: '24.0.5', to: '26.7.4', plan: 'B', decidedBy: 'change-sets-differ' },
  { name: '25.0.6 → 26.0.5', from: '25.0.6', to: '26.0.5', plan: 'B', decidedBy: 'change-sets-differ' },
  { name: '26.0.2 → 26.0.5', from: '26.0.2', to: '26.0.5', plan: 'A', decidedBy: 'nothing-left-behind' },
  { name: '26.4.0 → 26.4.2', from: '26.4.0', to: '26.4.2', plan: 'A', decidedBy: 'nothing-left-behind' },
  { name: '26.4.0 → 26.4.7', from: '26.4.0', to: '26.4.7', plan: 'B', decidedBy: 'change-sets-differ' },
  { name: '26.4.0 → 26.7.4', from: '26.4.0', to: '26.7.4', plan: 'B', decidedBy: 'change-sets-differ' },
  {
    name: '26.4.0 → 26.4.2 while the lock is held',
    from: '26.4.0',
    to: '26.4.2',
    plan: 'indeterminate',
    decidedBy: 'source-unreadable',
    live: {
      before: "UPDATE databasechangeloglock SET locked = true, lockgranted = now(), lockedby = 'keycloak-0' WHERE id = 1000",
      after: 'UPDATE databasechangeloglock SET locked = false, lockgranted = NULL, lockedby = NULL WHERE id = 1000',
    },
  },
  {
    name: '26.4.0 with a provider that brings a change log',
    from: '26.4.0',
    to: '26.4.0',
    plan: 'B',
    decidedBy: 'custom-change-log-moves',
    provider: true,
  },
  {
    name: '26.4.0, where a role is removed',
    from: '26.4.0',
    to: '26.4.0',
    plan: 'B',
    decidedBy: 'destructive-configuration',
    deploys: false,
    changes: [role('member').isRemoved()],
  },
  {
    name: '26.4.0, where a redirect URI is added',
    from: '26.4.0',
    to: '26.4.0',
    plan: 'A',
    decidedBy: 'nothing-left-behind',
    deploys: false,
    changes: [client('shop').redirectUris.adds('https://shop.example/new/*'), role('auditor').isAdded()],
  },
  { name: '26.7.3 → 26.7.4', from: '26.7.3', to: '26.7.4', plan: 'A', decidedBy: 'nothing-left-behind' },
];
