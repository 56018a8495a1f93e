/** What is asked of the admin API to find the ids that stand in the console's addresses. */
export type Ask = (path: string) => Promise<unknown>;

/** A page of the admin console on which something can be saved. */
export interface ConsolePage {
  /** As the menu names it. */
  readonly title: string;
  /** What follows `#/<realm>`. */
  readonly address: string;
  /** Labels of tabs inside of the page, which have no address of their own. */
  readonly tabs?: readonly string[];
}

interface Found {
  readonly id: string;
  readonly name: string;
}

/** Every page of the console for the objects of a rich realm. */
export async function pagesOf(realm: string, ask: Ask): Promise<readonly ConsolePage[]> {
  const list = async (path: string, name: string): Promise<readonly Found[]> => {
    const answer = await ask(`/realms/${realm}${path}${path.includes('?') ? '&' : '?'}max=1000`);
    return (Array.isArray(answer) ? (answer as readonly Readonly<Record<string, unknown>>[]) : []).map((each) => ({
      id: String(each['id'] ?? each['alias']),
      name: String(each[name]),
    }));
  };
  const named = async (path: string, name: string, wanted: readonly string[]): Promise<readonly Found[]> =>
    (await list(path, name)).filter((each) => wanted.includes(each.name));
  const clients = await named('/clients', 'clientId', [
    'portal',
    'shop',
    'old-app',
    'interface',
    'backend',
    'payments',
    'signed-in-with-a-key',
    'https://wiki.rich.example/metadata',
    'urn:rich:archive',
    'account-console',
  ]);
  const scopes = await named('/client-scopes', 'name', ['membership', 'department']);
  const components = await named('/components', 'name', ['directory', 'elliptic', 'old rsa']);
  const [directory] = components.filter(({ name }) => name === 'directory');
  const ldapMappers = directory === undefined ? [] : await list(`/components?parent=${directory.id}`, 'name');
  const roles = await named('/roles', 'name', ['employee', 'manager']);
  const groups = await named('/groups', 'name', ['staff']);
  const organizations = await list('/organizations', 'name').catch(() => []);
  const settings = ['general', 'email', 'themes'];
  return [
    ...settings.map((tab) => ({ title: `Realm settings, ${tab}`, address: `/realm-settings/${tab}` })),
    { title: 'Realm settings, events, listeners', address: '/realm-settings/events' },
    ...['department', 'email'].map((name) => ({
      title: `User profile, attribute ${name}`,
      address: `/realm-settings/user-profile/attributes/${name}/edit-attribute`,
    })),
    { title: 'Client policies, policy', address: '/realm-settings/client-policies/anybody/edit-policy' },
    { title: 'Client policies, profile', address: '/realm-settings/client-policies/careful/edit-profile' },
    ...clients.flatMap(({ id, name }) =>
      ['settings', 'advanced'].map((tab) => ({ title: `Client ${name}, ${tab}`, address: `/clients/${id}/${tab}` })),
    ),
    ...(
      await Promise.all(
        clients.map(async ({ id, name }) =>
          (await list(`/clients/${id}/protocol-mappers/models`, 'name')).map((mapper) => ({
            title: `Client ${name}, mapper ${mapper.name}`,
            address: `/clients/${id}/clientScopes/dedicated/mappers/${mapper.id}`,
          })),
        ),
      )
    ).flat(),
    ...scopes.map(({ id, name }) => ({ title: `Client scope ${name}`, address: `/client-scopes/${id}/settings` })),
    ...(
      await Promise.all(
        scopes.map(async ({ id, name }) =>
          (await list(`/client-scopes/${id}/protocol-mappers/models`, 'name')).map((mapper) => ({
            title: `Client scope ${name}, mapper ${mapper.name}`,
            address: `/client-scopes/${id}/mappers/${mapper.id}`,
          })),
        ),
      )
    ).flat(),
    { title: 'Identity provider partner', address: '/identity-providers/oidc/partner/settings' },
    { title: 'Identity provider ministry', address: '/identity-providers/saml/ministry/settings' },
    ...(await list('/identity-provider/instances/partner/mappers', 'name')).map(({ id, name }) => ({
      title: `Identity provider partner, mapper ${name}`,
      address: `/identity-providers/oidc/partner/mappers/${id}`,
    })),
    ...(directory === undefined ? [] : [{ title: 'User federation directory', address: `/user-federation/ldap/${directory.id}` }]),
    ...ldapMappers
      .filter(({ name }) => ['department', 'groups'].includes(name))
      .map(({ id, name }) => ({
        title: `User federation directory, mapper ${name}`,
        address: `/user-federation/ldap/${directory?.id ?? ''}/mappers/${id}`,
      })),
    ...components
      .filter(({ name }) => name !== 'directory')
      .map(({ id, name }) => ({
        title: `Key provider ${name}`,
        address: `/realm-settings/keys/providers/${id}/${name === 'elliptic' ? 'ecdsa-generated' : 'rsa-generated'}/settings`,
      })),
    ...roles.flatMap(({ id, name }) => [
      { title: `Role ${name}`, address: `/roles/${id}/details` },
      { title: `Role ${name}, attributes`, address: `/roles/${id}/attributes` },
    ]),
    ...groups.map(({ id, name }) => ({ title: `Group ${name}`, address: `/groups/${id}`, tabs: ['Attributes'] })),
    ...organizations.flatMap(({ id, name }) => [
      { title: `Organization ${name}`, address: `/organizations/${id}/settings` },
      { title: `Organization ${name}, attributes`, address: `/organizations/${id}/attributes` },
    ]),
  ];
}
