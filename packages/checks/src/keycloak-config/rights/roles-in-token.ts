/**
 * The client that holds the administrative roles of a realm: its own in the realm itself, and one for each realm in `master`, which
 * has one for itself as well. Undefined for a reader of another realm: it can have no role there.
 */
export function roleClientOf(realm: string, readerRealm: string): string | undefined {
  if (readerRealm === 'master') return `${realm}-realm`;
  return readerRealm === realm ? 'realm-management' : undefined;
}

/**
 * The roles of a realm that an access token names: Keycloak's admin API goes by these. Undefined where it tells nothing of them, as a
 * lightweight one does, or one of a client without the client scope `roles`.
 */
export function rolesInToken(token: string, realm: string, readerRealm: string): readonly string[] | undefined {
  const client = roleClientOf(realm, readerRealm);
  const access = memberOf(payloadOf(token), 'resource_access');
  const roles = client === undefined ? undefined : memberOf(memberOf(access, client), 'roles');
  return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : undefined;
}

function payloadOf(token: string): unknown {
  const part = token.split('.')[1];
  if (part === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown;
  } catch (error) {
    // Not every token is a readable one: then it tells nothing.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
