import type { Json } from '@keycloak-release-gate/core';

const client = (clientId: string, more: Readonly<Record<string, Json>> = {}): Json => ({
  clientId,
  protocol: 'openid-connect',
  enabled: true,
  standardFlowEnabled: true,
  fullScopeAllowed: false,
  publicClient: false,
  defaultClientScopes: ['email'],
  ...more,
});
const role = (name: string, composites: readonly string[] = []): Json => ({ name, composites: [...composites] });
const mapper = (type: string): Json => ({ mapped: { name: 'mapped', protocolMapper: type } });

/** A small realm in which each rule of the impact has something to find, for tests. */
export const smallRealm: Readonly<Record<string, Json>> = {
  realm: {
    realm: 'shop',
    browserFlow: 'browser',
    directGrantFlow: 'direct',
    firstBrokerLoginFlow: 'first login',
    accessTokenLifespan: 300,
    defaultRole: 'default-roles-shop',
  },
  'client/portal': client('portal', { scopeMappings: ['role/editor'], protocolMappers: mapper('oidc-group-membership-mapper') }),
  'client/wiki': client('wiki', {
    fullScopeAllowed: true,
    authenticationFlowBindingOverrides: { browser: 'strict' },
    attributes: { 'access.token.lifespan': '60' },
  }),
  'client/phone': client('phone', { defaultClientScopes: [], optionalClientScopes: ['reports'], implicitFlowEnabled: true }),
  'client/stock': client('stock', { standardFlowEnabled: false, defaultClientScopes: [], directAccessGrantsEnabled: true }),
  'client/realm-management': client('realm-management', { bearerOnly: true, defaultClientScopes: [] }),
  'client-scope/email': { name: 'email', protocolMappers: mapper('oidc-usermodel-property-mapper') },
  'client-scope/reports': {
    name: 'reports',
    scopeMappings: ['role/reporter'],
    protocolMappers: mapper('oidc-organization-membership-mapper'),
  },
  'client-scope/unused': { name: 'unused' },
  'role/editor': role('editor', ['role/reader']),
  'role/reader': role('reader'),
  'role/reporter': role('reporter'),
  'role/default-roles-shop': role('default-roles-shop', ['role/guest']),
  'role/guest': role('guest'),
  'client-role/stock:count': role('count'),
  'client-role/realm-management:manage-users': role('manage-users'),
  'group/staff': { name: 'staff', roles: ['role/editor'] },
  'group/helpdesk': { name: 'helpdesk', roles: ['client-role/realm-management:manage-users'] },
  'service-account/stock': { roles: ['role/reporter'] },
  'authorization/stock': {
    policies: { readers: { type: 'role', config: { roles: ['role/reader'] } }, staff: { type: 'group', config: { groups: ['/staff'] } } },
  },
  'flow/browser': {
    alias: 'browser',
    topLevel: true,
    executions: { forms: { flow: 'forms', requirement: 'ALTERNATIVE' } },
    order: ['forms'],
  },
  'flow/forms': { alias: 'forms', executions: { 'auth-username-password-form': { requirement: 'REQUIRED' } } },
  'flow/strict': { alias: 'strict', topLevel: true, executions: { forms: { flow: 'forms', requirement: 'REQUIRED' } }, order: ['forms'] },
  'flow/direct': { alias: 'direct', topLevel: true },
  'flow/first login': { alias: 'first login', topLevel: true },
  'flow/lonely': { alias: 'lonely', topLevel: true },
  'identity-provider/partner': { alias: 'partner', enabled: true },
};
