import {
  clientAttributes,
  clientScopeAttributes,
  eventAttributes,
  flowAttributes,
  groupAttributes,
  identityProviderAttributes,
  realmAttributes,
  requiredActionAttributes,
  roleAttributes,
} from './attributes.ts';
import { changingAttribute, changingObject, changingPart } from './builder.ts';
import type { Reasons } from './builder.ts';
import type { ExpectedChange } from './expected-change.ts';

/** Of which realm it is, where it is not the environment's first one. */
interface InRealm {
  readonly realm?: string;
}

const at = (object: string, { realm }: InRealm = {}): string => (realm === undefined ? object : `realm/${realm}/${object}`);

/** A realm's own settings: `realm('sso').bruteForceProtected.becomes(true)`. */
export const realm = (name: string) => changingObject(at('realm', { realm: name }), realmAttributes);

/** Which events a realm keeps: `events('sso').adminEventsEnabled.becomes(true)`. */
export const events = (realmName: string) => changingObject(at('events', { realm: realmName }), eventAttributes);

/** A client: `client('portal').redirectUris.adds('https://portal.example/*')`. `mapper` is one of its own protocol mappers. */
export const client = (clientId: string, where?: InRealm) =>
  withMappers(changingObject(at(`client/${clientId}`, where), clientAttributes), at(`client/${clientId}`, where));

/** A client scope, with its mappers. */
export const clientScope = (name: string, where?: InRealm) =>
  withMappers(changingObject(at(`client-scope/${name}`, where), clientScopeAttributes), at(`client-scope/${name}`, where));

/** Which scopes clients get that are made later. */
export const scopesOfNewClients = (where?: InRealm) => ({
  default: changingAttribute(at('scopes-of-new-clients', where), 'default'),
  optional: changingAttribute(at('scopes-of-new-clients', where), 'optional'),
});

/** A role of the realm. */
export const role = (name: string, where?: InRealm) => changingObject(at(`role/${name}`, where), roleAttributes);

/** A role of a client. */
export const clientRole = (clientId: string, name: string, where?: InRealm) =>
  changingObject(at(`client-role/${clientId}:${name}`, where), roleAttributes);

/** A group, by its path: `group('staff/doctors')`. */
export const group = (path: string, where?: InRealm) => changingObject(at(`group/${path.replace(/^\//, '')}`, where), groupAttributes);

/** An authentication flow. `execution` is one of its steps, by its authenticator or the name of its subflow. */
export const flow = (alias: string, where?: InRealm) => {
  const place = at(`flow/${alias}`, where);
  return {
    ...changingObject(place, flowAttributes),
    execution: (name: string) => changingPart(place, `executions.${name}`),
  };
};

/** A required action. */
export const requiredAction = (alias: string, where?: InRealm) =>
  changingObject(at(`required-action/${alias}`, where), requiredActionAttributes);

/** An identity provider. */
export const identityProvider = (alias: string, where?: InRealm) =>
  changingObject(at(`identity-provider/${alias}`, where), identityProviderAttributes);

/** A mapper of an identity provider. */
export const identityProviderMapper = (alias: string, name: string, where?: InRealm) =>
  changingObject(at(`identity-provider-mapper/${alias}:${name}`, where), {});

/** A user federation, a provider of keys, one of their mappers: by its name as `verify diff` tells it, such as `KeyProvider/rsa-generated`. */
export const component = (name: string, where?: InRealm) => changingObject(at(`component/${name}`, where), {});

/** Any object, by kind and name as `verify diff` tells it: `object('organization/acme')`, `object('user-profile')`. */
export const object = (name: string, where?: InRealm) => changingObject(at(name, where), {});

/** What a client's tokens say: `token('portal').gains('groups')`. `token('*')` stands for every client. */
export const token = (clientId: string, where?: InRealm) => {
  const claim = (name: string) => changingAttribute(at(`token/${clientId}`, where), name);
  return {
    gains: (name: string, reasons?: Reasons<never>): ExpectedChange => claim(name).isAdded(reasons),
    loses: (name: string, reasons?: Reasons<never>): ExpectedChange => claim(name).isRemoved(reasons),
    /** The claim has another value. */
    changes: (name: string, reasons?: Reasons<never>): ExpectedChange => claim(name).changes(reasons),
  };
};

function withMappers<N extends object>(changing: N, of: string): N & { mapper(name: string): ReturnType<typeof changingPart> } {
  return { ...changing, mapper: (name: string) => changingPart(of, `protocolMappers.${name}`) };
}
