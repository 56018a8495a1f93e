import type { JsonObject } from '@keycloak-release-gate/core';

export const richClientProfiles: JsonObject = {
  profiles: [
    {
      name: 'careful',
      description: 'What every application of ours keeps to',
      executors: [
        { executor: 'pkce-enforcer', configuration: { 'auto-configure': true } },
        { executor: 'secure-session', configuration: {} },
        { executor: 'secure-signature-algorithm', configuration: { 'default-algorithm': 'ES256' } },
      ],
    },
    { name: 'confidential', description: '', executors: [{ executor: 'confidential-client', configuration: {} }] },
  ],
};

export const richClientPolicies: JsonObject = {
  policies: [
    {
      name: 'applications with the role pay',
      description: 'They handle money',
      enabled: true,
      conditions: [
        { condition: 'client-roles', configuration: { 'is-negative-logic': false, roles: ['pay', 'refund'] } },
        { condition: 'client-access-type', configuration: { 'is-negative-logic': false, type: ['confidential'] } },
      ],
      profiles: ['careful', 'confidential'],
    },
    {
      name: 'anybody',
      description: '',
      enabled: false,
      conditions: [{ condition: 'any-client', configuration: { 'is-negative-logic': false } }],
      profiles: ['careful'],
    },
  ],
};
