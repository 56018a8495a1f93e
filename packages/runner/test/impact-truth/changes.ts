import type { EditedRealm, Representation } from './edited-realm.ts';

/** One change that an administrator makes. */
export interface Change {
  readonly title: string;
  readonly make: (realm: EditedRealm) => Promise<unknown>;
}

const change = (title: string, make: Change['make']): Change => ({ title, make });

async function mapper(realm: EditedRealm, owner: string, name: string): Promise<string> {
  return realm.pathOf(`${owner}/protocol-mappers/models`, 'name', name);
}

const claimNamed =
  (claim: string) =>
  ({ config }: Representation): Representation => ({ config: { ...(config as Representation), 'claim.name': claim } });

/** Changes a mapper of a client scope, so that its claim has another name. */
const renameClaim = async (realm: EditedRealm, scope: string, name: string, claim: string): Promise<void> =>
  realm.edit(await mapper(realm, await realm.scope(scope), name), claimNamed(claim));

const setting = (title: string, settings: Representation): Change => change(title, (realm) => realm.edit('', () => settings));

const addComposite = async (realm: EditedRealm, role: string, part: string): Promise<unknown> =>
  realm.send('POST', `/roles-by-id/${String((await realm.role(role))['id'])}/composites`, [await realm.role(part)]);

/** It is called after the realm. */
const defaultRole = async (realm: EditedRealm): Promise<string> => {
  const { defaultRole: role } = (await realm.get('')) as { readonly defaultRole: { readonly name: string } };
  return role.name;
};

const execution = async (realm: EditedRealm, flow: string, name: string, requirement: string): Promise<unknown> => {
  const steps = await realm.list(`/authentication/flows/${encodeURIComponent(flow)}/executions`);
  const step = steps.find((each) => each['displayName'] === name || each['providerId'] === name);
  if (!step) throw new Error(`The flow ${flow} has no step ${name}.`);
  return realm.send('PUT', `/authentication/flows/${encodeURIComponent(flow)}/executions`, { ...step, requirement });
};

/** Changes attributes of a client. */
const clientAttributes = (title: string, client: string, wanted: Representation): Change =>
  change(title, async (realm) =>
    realm.edit(await realm.client(client), (found) => ({ attributes: { ...(found['attributes'] as Representation), ...wanted } })),
  );

const addMapper = async (
  realm: EditedRealm,
  owner: string,
  name: string,
  protocolMapper: string,
  config: Representation,
): Promise<unknown> =>
  realm.send('POST', `${owner}/protocol-mappers/models`, {
    name,
    protocol: 'openid-connect',
    protocolMapper,
    config: { 'access.token.claim': 'true', 'id.token.claim': 'true', ...config },
  });

const idOf = (path: string): string => path.split('/').at(-1) ?? '';

/** More than fifty changes of many kinds, made one after another on the rich realm; most show somewhere. */
export const changes: readonly Change[] = [
  change('a redirect address of a client', async (realm) =>
    realm.edit(await realm.client('portal'), () => ({ redirectUris: ['https://portal.rich.example/callback'] })),
  ),
  change('a mapper of a client is removed', async (realm) =>
    realm.send('DELETE', await mapper(realm, await realm.client('portal'), 'department')),
  ),
  change('a claim of the default scope email', async (realm) => renameClaim(realm, 'email', 'email', 'mail')),
  change('a claim of the optional scope phone', async (realm) => renameClaim(realm, 'phone', 'phone number', 'phone')),
  change('a claim of a scope of the realm', async (realm) => renameClaim(realm, 'membership', 'membership', 'member_of')),
  change('a mapper that half of the clients have is removed', async (realm) =>
    realm.send('DELETE', await mapper(realm, await realm.scope('profile'), 'given name')),
  ),
  change('a client loses a default scope', async (realm) =>
    realm.send('DELETE', `${await realm.client('old-app')}/default-client-scopes/${(await realm.scope('email')).split('/').at(-1) ?? ''}`),
  ),
  change('a client loses an optional scope', async (realm) =>
    realm.send(
      'DELETE',
      `${await realm.client('payments')}/optional-client-scopes/${(await realm.scope('address')).split('/').at(-1) ?? ''}`,
    ),
  ),
  change('a role becomes part of another', (realm) => addComposite(realm, 'employee', 'auditor')),
  change('a role of a client becomes part of a role that an optional scope exposes', (realm) =>
    addComposite(realm, 'auditor', 'payments:pay'),
  ),
  change('a role becomes a default role', async (realm) => addComposite(realm, await defaultRole(realm), 'manager')),
  change('a role of a client is removed', async (realm) =>
    realm.send('DELETE', `/roles-by-id/${String((await realm.role('portal:reader'))['id'])}`),
  ),
  change('a group gives another role', async (realm) =>
    realm.send(
      'POST',
      `${await realm.pathOf('/groups', 'name', 'staff')}/role-mappings/clients/${(await realm.client('payments')).split('/').at(-1) ?? ''}`,
      [await realm.role('payments:refund')],
    ),
  ),
  change('a group has another name', async (realm) => realm.edit(await realm.pathOf('/groups', 'name', 'staff'), () => ({ name: 'crew' }))),
  change('an attribute of a group', async (realm) =>
    realm.edit(await realm.pathOf('/groups', 'name', 'crew'), () => ({ attributes: { department: ['board'] } })),
  ),
  change('a client no longer exposes a role', async (realm) =>
    realm.send('DELETE', `${await realm.client('shop')}/scope-mappings/realm`, [await realm.role('member')]),
  ),
  change('a client loses full scope', async (realm) => realm.edit(await realm.client('old-app'), () => ({ fullScopeAllowed: false }))),
  change('a service account gets a role', async (realm) => {
    const account = (await realm.get(`${await realm.client('backend')}/service-account-user`)) as Representation;
    return realm.send('POST', `/users/${String(account['id'])}/role-mappings/realm`, [await realm.role('manager')]);
  }),
  clientAttributes('the lifespan of the tokens of a client', 'portal', { 'access.token.lifespan': '600' }),
  clientAttributes('the algorithm of the tokens of a client', 'backend', { 'access.token.signed.response.alg': 'ES256' }),
  clientAttributes('a client gets tokens with little in them', 'payments', { 'client.use.lightweight.access.token.enabled': 'true' }),
  change('the origins of a client', async (realm) =>
    realm.edit(await realm.client('portal'), () => ({ webOrigins: ['https://portal.rich.example'] })),
  ),
  change('the mapper of origins', async (realm) =>
    realm.send('DELETE', await mapper(realm, await realm.scope('web-origins'), 'allowed web origins')),
  ),
  change('an audience of a client', async (realm) =>
    addMapper(realm, await realm.client('portal'), 'audience', 'oidc-audience-mapper', { 'included.client.audience': 'payments' }),
  ),
  change('an audience of an optional scope is removed', async (realm) =>
    realm.send('DELETE', await mapper(realm, await realm.scope('department'), 'portal audience')),
  ),
  change('a claim of the default scope profile', async (realm) =>
    addMapper(realm, await realm.scope('profile'), 'house', 'oidc-hardcoded-claim-mapper', {
      'claim.name': 'house',
      'claim.value': 'rich',
      'jsonType.label': 'String',
    }),
  ),
  change('another subject for a client', async (realm) =>
    addMapper(realm, await realm.client('payments'), 'pairwise', 'oidc-sha256-pairwise-sub-mapper', { pairwiseSubAlgorithmSalt: 'salt' }),
  ),
  change('a client gains a default scope', async (realm) => {
    const [client, scope] = [await realm.client('portal'), idOf(await realm.scope('department'))];
    await realm.send('DELETE', `${client}/optional-client-scopes/${scope}`);
    return realm.send('PUT', `${client}/default-client-scopes/${scope}`);
  }),
  change('a client exposes another role', async (realm) =>
    realm.send('POST', `${await realm.client('shop')}/scope-mappings/realm`, [await realm.role('employee')]),
  ),
  change('a client gains full scope', async (realm) =>
    realm.edit(await realm.client('signed-in-with-a-key'), () => ({ fullScopeAllowed: true })),
  ),
  change('a role has another name', async (realm) => {
    const role = await realm.role('member');
    return realm.send('PUT', `/roles-by-id/${String(role['id'])}`, { ...role, name: 'associate' });
  }),
  change('a role no longer brings another along', async (realm) =>
    realm.send('DELETE', `/roles-by-id/${String((await realm.role('employee'))['id'])}/composites`, [await realm.role('auditor')]),
  ),
  change('a service account comes into a group', async (realm) => {
    const account = (await realm.get(`${await realm.client('backend')}/service-account-user`)) as Representation;
    return realm.send('PUT', `/users/${String(account['id'])}/groups/${idOf(await realm.pathOf('/groups', 'name', 'crew'))}`);
  }),
  change('what a scope is called when consent is asked for', async (realm) =>
    realm.edit(await realm.scope('membership'), (found) => ({
      attributes: { ...(found['attributes'] as Representation), 'consent.screen.text': 'That you belong here' },
    })),
  ),
  change('a client no longer asks for consent', async (realm) =>
    realm.edit(await realm.client('shop'), () => ({ consentRequired: false })),
  ),
  change('an attribute in the assertions of a client', async (realm) =>
    realm.edit(await mapper(realm, await realm.client('https://wiki.rich.example/metadata'), 'mail'), ({ config }) => ({
      config: { ...(config as Representation), 'attribute.name': 'address' },
    })),
  ),
  clientAttributes('by what name a user is known to a client', 'https://wiki.rich.example/metadata', { saml_name_id_format: 'username' }),
  setting('whether users may make accounts', { registrationAllowed: false }),
  setting('whether logins may be remembered', { rememberMe: false }),
  setting('whether passwords may be forgotten', { resetPasswordAllowed: false }),
  setting('whether users log in by their address', { loginWithEmailAllowed: false }),
  change('a text of the login pages', (realm) => realm.send('POST', '/localization/en', { loginAccountTitle: 'Come in' })),
  change('what a provider is called on the login pages', (realm) =>
    realm.edit('/identity-provider/instances/partner', () => ({ displayName: 'Friends' })),
  ),
  change('a client no longer takes passwords', async (realm) =>
    realm.edit(await realm.client('old-app'), () => ({ directAccessGrantsEnabled: false })),
  ),
  setting('the lifespan of access tokens', { accessTokenLifespan: 200 }),
  setting('the longest session, shorter than a token', { ssoSessionMaxLifespan: 150, clientSessionMaxLifespan: 150 }),
  change("a step in the realm's browser flow", (realm) =>
    execution(realm, 'browser by hand', 'browser by hand Browser - Conditional 2FA', 'REQUIRED').catch(() =>
      execution(realm, 'browser by hand', 'browser by hand Browser - Conditional OTP', 'REQUIRED'),
    ),
  ),
  change("a step in a client's own flow", (realm) => execution(realm, 'rich browser', 'rich code', 'REQUIRED')),
  change('a step in the flow of direct grants', (realm) => execution(realm, 'direct grant', 'direct-grant-validate-password', 'DISABLED')),
  setting("the realm's browser flow", { browserFlow: 'browser' }),
  change('a provider is no longer on the login pages', (realm) =>
    realm.edit('/identity-provider/instances/partner', ({ config }) => ({
      hideOnLogin: true,
      config: { ...(config as Representation), hideOnLoginPage: 'true' },
    })),
  ),
  setting('the name of the realm on its pages', { displayNameHtml: 'Richer' }),
  change('an attribute that users must have', async (realm) => {
    const profile = (await realm.get('/users/profile')) as Representation;
    const attributes = profile['attributes'] as readonly Representation[];
    return realm.send('PUT', '/users/profile', {
      ...profile,
      attributes: [...attributes, { name: 'shoe-size', required: {}, permissions: { view: ['admin', 'user'], edit: ['admin', 'user'] } }],
    });
  }),
  setting('the algorithm of signatures', { defaultSignatureAlgorithm: 'ES256' }),
  change('a key that comes before the others', async (realm) =>
    realm.send('POST', '/components', {
      name: 'newest',
      providerId: 'rsa-generated',
      providerType: 'org.keycloak.keys.KeyProvider',
      config: { priority: ['900'], enabled: ['true'], active: ['true'] },
    }),
  ),
  change('a client policy for every client', async (realm) => {
    const found = (await realm.get('/client-policies/policies')) as { readonly policies: readonly Representation[] };
    return realm.send('PUT', '/client-policies/policies', {
      policies: found.policies.map((policy) => (policy['name'] === 'anybody' ? { ...policy, enabled: true } : policy)),
    });
  }),
  change('the scopes of new clients', async (realm) =>
    realm.send('DELETE', `/default-default-client-scopes/${(await realm.scope('membership')).split('/').at(-1) ?? ''}`),
  ),
  change('a client logs nobody in any more', async (realm) =>
    realm.edit(await realm.client('old-app'), () => ({ standardFlowEnabled: false })),
  ),
  change('a client is disabled', async (realm) => realm.edit(await realm.client('payments'), () => ({ enabled: false }))),
];
