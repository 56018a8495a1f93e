import { level, numberAttribute, off } from './level.ts';
import type { Objects, Rule, Spot } from './rule.ts';
import { anyOf, lost, onlyChanges, onlyWhere } from './spots.ts';
import { objectsOf, textsOf } from './values.ts';

const logging = 'OWASP Logging Cheat Sheet; Keycloak Server Administration Guide, "Configuring auditing to track events"';
const where = 'of "User events settings" or "Admin events settings" on the tab Events of the realm settings';

const userEvents: Rule = {
  id: 'login-events-off',
  title: 'Logins are not recorded',
  why: 'Nobody can tell afterwards who logged in, from where, and what was tried.',
  source: logging,
  severity: 'fail',
  remedy: `Switch "Save events" ${where} on again.`,
  ...level({ kind: 'events', attributes: [off('eventsEnabled')] }),
};

const adminEvents: Rule = {
  id: 'admin-events-off',
  title: 'What administrators change is not recorded',
  why: 'Nobody can tell afterwards who changed what: neither an auditor, nor this gate.',
  source: logging,
  severity: 'fail',
  remedy: `Switch "Save events" ${where} on again.`,
  ...level({ kind: 'events', attributes: [off('adminEventsEnabled')] }),
};

const details: Rule = {
  id: 'admin-event-details-off',
  title: 'Of what administrators change, the content is no longer recorded',
  why: 'That something was changed is then known, and not what.',
  source: logging,
  severity: 'warn',
  remedy: `Switch "Include representation" ${where} on again.`,
  ...onlyChanges(level({ kind: 'events', attributes: [off('adminEventsDetailsEnabled')] })),
};

const listed =
  (name: string) =>
  (objects: Objects): readonly Spot[] =>
    objectsOf(objects, 'events').flatMap(({ key, object }) =>
      textsOf(object[name]).map((value) => ({ object: key, attribute: name, value })),
    );

const fewerTypes: Rule = {
  id: 'fewer-events',
  title: 'Events of some kinds are no longer recorded, or no longer told to a listener',
  why: 'A listener may be what the security of the house watches; a kind that is missing hides what happened.',
  source: logging,
  severity: 'fail',
  remedy: `Add them again to "Event listeners" or "Event saved type" ${where}.`,
  // An empty list of types means all of them.
  ...anyOf(
    lost(['events'], listed('eventsListeners')),
    onlyWhere(lost(['events'], listed('enabledEventTypes')), (after) => listed('enabledEventTypes')(after).length > 0),
  ),
};

const shorter: Rule = {
  id: 'events-kept-shorter',
  title: 'Events are kept for a shorter time',
  why: 'What is found out later can then no longer be looked up.',
  source: logging,
  severity: 'warn',
  remedy: `Raise "Expiration" ${where}.`,
  ...onlyChanges(
    level({
      kind: 'events',
      // Without a number, or with 0, they are kept for ever.
      attributes: ['eventsExpiration', 'adminEventsExpiration'].map((name) =>
        numberAttribute([name], (seconds = 0) => (seconds > 0 ? 1 / seconds : 0)),
      ),
    }),
  ),
};

export const eventRules: readonly Rule[] = [userEvents, adminEvents, details, fewerTypes, shorter];
