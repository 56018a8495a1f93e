import type { AdminRequest } from '../../keycloak/admin-api.ts';

/** An object as the admin API gives it. */
export type Found = Readonly<Record<string, unknown>> & { readonly id: string };

/** The admin API of one realm, as far as making its objects needs it. */
export interface RealmAdmin {
  readonly realm: string;
  /** All objects at a path, to the thousandth. */
  list(path: string): Promise<readonly Found[]>;
  /** The same of objects that have no id. */
  listNamed(path: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The object of a list whose member has the value; rejects where there is none. */
  find(path: string, member: string, value: string): Promise<Found>;
  /** The one object at a path. */
  get(path: string): Promise<Found>;
  post(path: string, body: unknown): Promise<unknown>;
  put(path: string, body?: unknown): Promise<unknown>;
}

export function realmAdmin(admin: AdminRequest, realm: string): RealmAdmin {
  const at = (path: string): string => `/realms/${encodeURIComponent(realm)}${path}`;
  const listNamed = async (path: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const answer = await admin(at(`${path}?max=1000`));
    if (!Array.isArray(answer)) throw new TypeError(`GET ${path} of realm ${realm} was answered with no list.`);
    return answer.filter(isObject);
  };
  const list = async (path: string): Promise<readonly Found[]> => (await listNamed(path)).filter(isFound);
  return {
    realm,
    list,
    listNamed,
    async find(path, member, value) {
      const found = (await list(path)).find((each) => each[member] === value);
      if (!found) throw new Error(`Realm ${realm} has nothing at ${path} whose ${member} is ${value}.`);
      return found;
    },
    async get(path) {
      const answer = await admin(at(path));
      if (!isObject(answer) || !isFound(answer)) throw new TypeError(`GET ${path} of realm ${realm} was answered with no object.`);
      return answer;
    },
    post: (path, body) => admin(at(path), { method: 'POST', body }),
    put: (path, body) => admin(at(path), { method: 'PUT', body }),
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isFound = (value: Readonly<Record<string, unknown>>): value is Found => typeof value['id'] === 'string';
