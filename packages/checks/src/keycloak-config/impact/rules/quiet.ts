import type { ImpactRule } from '../rule.ts';
import { isOf } from '../rule.ts';
import { kindOf, typeOf } from '../world.ts';

export const recording: ImpactRule = {
  id: 'recording',
  says: 'What is recorded of logins and of administration touches no login.',
  fits: (change) =>
    change.object === 'events' ||
    (change.object === 'realm' &&
      change.attribute !== undefined &&
      isOf(change, [
        'eventsEnabled',
        'eventsExpiration',
        'enabledEventTypes',
        'adminEventsEnabled',
        'adminEventsDetailsEnabled',
        'attributes.adminEventsExpiration',
      ])),
  touches: () => [],
  nobody: 'only what is recorded changes',
};

export const clientRegistration: ImpactRule = {
  id: 'client-registration',
  says: 'Policies of client registration are for clients that register later.',
  fits: ({ object }) => kindOf(object) === 'component' && typeOf(object) === 'ClientRegistrationPolicy',
  touches: () => [],
  nobody: 'only clients that register later are held to it',
};

export const adminTheme: ImpactRule = {
  id: 'admin-console',
  says: 'What the admin console looks like touches administrators alone.',
  fits: (change) =>
    change.object === 'realm' && isOf({ ...change, attribute: change.attribute ?? '' }, ['adminTheme', 'adminPermissionsEnabled']),
  touches: ({ object }) => [{ kind: 'administrators', path: [object] }],
  nobody: '',
};
