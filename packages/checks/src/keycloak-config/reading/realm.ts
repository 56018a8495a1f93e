import { ranked, representations, textOf, without } from './representation.ts';
import { isRepresentation } from './representation.ts';
import type { Representation } from './representation.ts';
import type { Reading } from './source.ts';

const ofEvents = [
  'eventsEnabled',
  'eventsExpiration',
  'eventsListeners',
  'enabledEventTypes',
  'adminEventsEnabled',
  'adminEventsDetailsEnabled',
] as const;

/** Parts that are objects of their own, some of which are repeated here by some versions. */
const elsewhere = [...ofEvents, 'defaultGroups', 'clientPolicies', 'clientProfiles', 'identityProviders', 'identityProviderMappers'];

/** Attributes that are members of the realm, told a second time. */
const toldTwice = new Set(['realmReusableOtpCode']);

/** The realm's own representation holds these kinds: no further request is made. */
export const realm: Reading = {
  kinds: ['realm', 'events', 'client-policies', 'client-profiles'],
  read: async ({ settings, keep }) => {
    const { defaultRole, adminPermissionsClient, attributes } = settings;
    const own = isRepresentation(attributes) ? attributes : {};
    keep('realm', '', {
      ...without(settings, ...elsewhere),
      // Both are objects of their own.
      ...(isRepresentation(defaultRole) ? { defaultRole: textOf(defaultRole, 'name') } : {}),
      ...(isRepresentation(adminPermissionsClient) ? { adminPermissionsClient: textOf(adminPermissionsClient, 'clientId') } : {}),
      attributes: without(own, 'adminEventsExpiration', ...Object.keys(own).filter((name) => name in settings || toldTwice.has(name))),
    });
    keep('events', '', {
      ...Object.fromEntries(ofEvents.map((name) => [name, settings[name]])),
      adminEventsExpiration: own['adminEventsExpiration'],
    });
    keep('client-policies', '', policies(settings['clientPolicies']));
    keep('client-profiles', '', profiles(settings['clientProfiles']));
    return [];
  },
};

function policies(value: unknown): Representation {
  const { members, order } = ranked(
    listIn(value, 'policies').map((policy) => [
      textOf(policy, 'name'),
      { ...without(policy, 'conditions'), conditions: inRank(policy, 'conditions', 'condition') },
    ]),
  );
  return { policies: members, order };
}

function profiles(value: unknown): Representation {
  const { members, order } = ranked(
    listIn(value, 'profiles').map((profile) => [
      textOf(profile, 'name'),
      { ...without(profile, 'executors'), executors: inRank(profile, 'executors', 'executor') },
    ]),
  );
  return { profiles: members, order };
}

const inRank = (object: Representation, list: string, name: string): Representation => {
  const { members, order } = ranked(listIn(object, list).map((item) => [textOf(item, name), item]));
  return { ...members, order };
};

const listIn = (value: unknown, name: string): readonly Representation[] => (isRepresentation(value) ? representations(value[name]) : []);
