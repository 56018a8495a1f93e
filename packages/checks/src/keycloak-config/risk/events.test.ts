import { eventRules } from './events.ts';
import { set, tried } from './trial.ts';

const events = 'events';
const event = (name: string, value?: Parameters<typeof set>[2]) => set(events, [name], value);

tried(eventRules, {
  'login-events-off': {
    at: events,
    worse: event('eventsEnabled', false),
    near: event('eventsListeners', ['email', 'jboss-logging', 'siem']),
  },
  'admin-events-off': { at: events, worse: event('adminEventsEnabled', false), near: event('eventsExpiration', 1_209_600) },
  'admin-event-details-off': {
    at: events,
    worse: event('adminEventsDetailsEnabled', false),
    near: event('adminEventsDetailsEnabled', true),
  },
  'fewer-events': { at: events, worse: event('enabledEventTypes', ['LOGIN', 'LOGOUT']), near: event('enabledEventTypes') },
  'events-kept-shorter': { at: events, worse: event('eventsExpiration', 86_400), near: event('eventsExpiration', 0) },
});
