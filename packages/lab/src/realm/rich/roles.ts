import type { JsonObject } from '@keycloak-release-gate/core';

/** Roles of the realm. */
export const richRoles: readonly JsonObject[] = [
  { name: 'member', description: 'May use the applications', attributes: { level: ['1'] } },
  { name: 'employee', description: 'Works here', attributes: { level: ['2'], cost: ['a', 'b'] } },
  { name: 'manager', description: 'Leads somebody' },
  { name: 'auditor', description: 'Reads everything' },
];

/** Roles of clients, by client id. */
export const richClientRoles: Readonly<Record<string, readonly JsonObject[]>> = {
  portal: [
    { name: 'reader', description: 'Reads' },
    { name: 'writer', description: 'Writes', attributes: { area: ['all'] } },
    { name: 'owner' },
  ],
  payments: [{ name: 'pay' }, { name: 'refund' }],
};

/** A role, as `member`, or `portal:reader` for one of a client. */
export type RichRole = string;

/** What a role brings along. */
export const richComposites: Readonly<Record<RichRole, readonly RichRole[]>> = {
  employee: ['member', 'portal:reader'],
  manager: ['employee', 'portal:writer'],
  'portal:owner': ['portal:writer', 'payments:refund'],
  'default-roles-{realm}': ['member'],
};
