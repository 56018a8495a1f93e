import type { ImpactRule } from '../rule.ts';
import { isOf } from '../rule.ts';
import { ownAttribute } from '../world.ts';
import type { Client } from '../world.ts';

/** What the realm sets for all clients, and the attribute by which a client sets it for itself. */
const ownLifespans: Readonly<Record<string, string>> = {
  accessTokenLifespan: 'access.token.lifespan',
  clientSessionIdleTimeout: 'client.session.idle.timeout',
  clientSessionMaxLifespan: 'client.session.max.lifespan',
  clientOfflineSessionIdleTimeout: 'client.offline.session.idle.timeout',
  clientOfflineSessionMaxLifespan: 'client.offline.session.max.lifespan',
};

/** The realm shows some of its settings twice: once among its attributes. */
const settingOf = (attribute: string): string => attribute.replace(/^attributes\./, '');

export const ownLifespan: ImpactRule = {
  id: 'own-lifespan',
  says: "A realm's lifespan touches the clients that have none of their own.",
  fits: ({ object, attribute }) => object === 'realm' && attribute !== undefined && settingOf(attribute) in ownLifespans,
  touches: ({ object, attribute = '' }, { clients }) => {
    const own = ownLifespans[settingOf(attribute)] ?? '';
    const without = (client: Client): boolean => ownAttribute(client, own) === undefined;
    const path = [object, `clients without ${own}`];
    return clients.filter(without).map(({ id }) => ({ kind: 'client', client: id, when: 'always', path }));
  },
  nobody: 'every client has a lifespan of its own',
};

export const implicitLifespan: ImpactRule = {
  id: 'implicit-lifespan',
  says: "The implicit flow's lifespan touches the clients with that flow.",
  fits: ({ object, attribute }) => object === 'realm' && attribute === 'accessTokenLifespanForImplicitFlow',
  touches: ({ object }, { clients }) =>
    clients
      .filter(({ json }) => json['implicitFlowEnabled'] === true)
      .map(({ id }) => ({ kind: 'client', client: id, when: 'always', path: [object, 'clients with the implicit flow'] })),
  nobody: 'no client has the implicit flow',
};

export const sharedSession: ImpactRule = {
  id: 'shared-session',
  says: "The session's lifespans, and what becomes of refresh tokens, touch every client.",
  fits: (change) =>
    change.object === 'realm' &&
    change.attribute !== undefined &&
    isOf({ ...change, attribute: settingOf(change.attribute) }, [
      'ssoSessionIdleTimeout',
      'ssoSessionMaxLifespan',
      'ssoSessionIdleTimeoutRememberMe',
      'ssoSessionMaxLifespanRememberMe',
      'offlineSessionIdleTimeout',
      'offlineSessionMaxLifespan',
      'offlineSessionMaxLifespanEnabled',
      'accessCodeLifespan',
      'revokeRefreshToken',
      'refreshTokenMaxReuse',
      'oauth2DeviceCodeLifespan',
      'oauth2DevicePollingInterval',
      'parRequestUriLifespan',
    ]),
  touches: ({ object }, { clients }) =>
    clients.map(({ id }) => ({ kind: 'client', client: id, when: 'always', path: [object, 'every client'] })),
  nobody: 'there is no client',
};
