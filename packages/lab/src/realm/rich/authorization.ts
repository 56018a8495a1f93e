import type { RichClient } from './clients.ts';
import { richSecrets } from './secrets.ts';

/** A client that decides by policies: resources, scopes, policies and permissions. */
export const richAuthorizationClient: RichClient = {
  representation: {
    clientId: 'payments',
    name: 'Payments',
    enabled: true,
    protocol: 'openid-connect',
    publicClient: false,
    secret: richSecrets.payments,
    standardFlowEnabled: true,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: true,
    authorizationServicesEnabled: true,
    fullScopeAllowed: true,
    redirectUris: ['https://payments.rich.example/callback'],
    authorizationSettings: {
      allowRemoteResourceManagement: true,
      policyEnforcementMode: 'ENFORCING',
      decisionStrategy: 'UNANIMOUS',
      scopes: [{ name: 'view', displayName: 'View' }, { name: 'book' }],
      resources: [
        {
          name: 'invoice',
          type: 'urn:payments:invoice',
          displayName: 'Invoice',
          ownerManagedAccess: false,
          uris: ['/invoices/*', '/archive/*'],
          scopes: [{ name: 'view' }, { name: 'book' }],
          attributes: { confidential: ['yes'] },
        },
        { name: 'report', type: 'urn:payments:report', uris: ['/reports/*'], scopes: [{ name: 'view' }] },
      ],
      policies: [
        {
          name: 'members only',
          type: 'role',
          logic: 'POSITIVE',
          decisionStrategy: 'UNANIMOUS',
          config: { roles: '[{"id":"member","required":true},{"id":"auditor","required":false}]' },
        },
        {
          name: 'portal only',
          type: 'client',
          logic: 'NEGATIVE',
          decisionStrategy: 'UNANIMOUS',
          config: { clients: '["portal"]' },
        },
        {
          name: 'both',
          type: 'aggregate',
          logic: 'POSITIVE',
          decisionStrategy: 'AFFIRMATIVE',
          config: { applyPolicies: '["members only","portal only"]' },
        },
        {
          name: 'see invoices',
          type: 'scope',
          logic: 'POSITIVE',
          decisionStrategy: 'AFFIRMATIVE',
          config: { resources: '["invoice"]', scopes: '["view"]', applyPolicies: '["members only"]' },
        },
        {
          name: 'reports',
          type: 'resource',
          logic: 'POSITIVE',
          decisionStrategy: 'UNANIMOUS',
          config: { resources: '["report"]', applyPolicies: '["both"]' },
        },
      ],
    },
  },
};
