import type { AdminRequest } from '@keycloak-release-gate/lab';

export type Representation = Readonly<Record<string, unknown>>;

/** A realm as an administrator edits it: what is asked for by name, and changed as it stands. */
export interface EditedRealm {
  list(path: string): Promise<readonly Representation[]>;
  get(path: string): Promise<unknown>;
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  /** The path of the one object of a list whose member has this value. */
  pathOf(list: string, member: string, value: string): Promise<string>;
  client(clientId: string): Promise<string>;
  scope(name: string): Promise<string>;
  role(name: string): Promise<Representation>;
  /** Reads an object and writes it back with some of its members changed. */
  edit(path: string, change: (found: Representation) => Representation): Promise<void>;
}

export function editedRealm(admin: AdminRequest, realm: string): EditedRealm {
  const at = (path: string): string => `/realms/${realm}${path}`;
  const list = async (path: string): Promise<readonly Representation[]> => {
    const answer = await admin(at(`${path}${path.includes('?') ? '&' : '?'}max=1000`));
    return Array.isArray(answer) ? (answer as readonly Representation[]) : [];
  };
  const find = async (path: string, member: string, value: string): Promise<Representation> => {
    const found = (await list(path)).find((each) => each[member] === value);
    if (!found) throw new Error(`There is nothing at ${path} whose ${member} is ${value}.`);
    return found;
  };
  const pathOf = async (path: string, member: string, value: string): Promise<string> =>
    `${path.split('?', 1)[0] ?? path}/${String((await find(path, member, value))['id'])}`;
  const client = (clientId: string): Promise<string> => pathOf('/clients', 'clientId', clientId);
  return {
    list,
    get: (path) => admin(at(path)),
    send: (method, path, body) => admin(at(path), body === undefined ? { method } : { method, body }),
    pathOf,
    client,
    scope: (name) => pathOf('/client-scopes', 'name', name),
    role: async (name) => {
      const [clientId = '', ofClient] = name.split(':');
      return ofClient === undefined ? find('/roles', 'name', name) : find(`${await client(clientId)}/roles`, 'name', ofClient);
    },
    edit: async (path, change) => {
      const found = (await admin(at(path))) as Representation;
      await admin(at(path), { method: 'PUT', body: { ...found, ...change(found) } });
    },
  };
}
