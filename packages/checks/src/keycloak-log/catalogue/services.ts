import { codes } from '../codes.ts';
import type { KnownMessage } from './entry.ts';
import { services, servicesLogger } from './sources.ts';

/** Keycloak's own numbered messages that are about the server. Numbers and levels are those of its source. */
export const servicesMessages: readonly KnownMessage[] = [
  {
    kind: 'bad',
    code: codes.SERVICE_FAILURE,
    numbers: services('0005', '0010', '0011', '0081', '0083', '0084'),
    why: 'An import, an account, a theme or an event listener is missing or failed.',
    source: `${servicesLogger} (0005 WARN, 0081 FATAL, the others ERROR)`,
  },
  {
    kind: 'bad',
    code: codes.SERVICE_FAILURE,
    template: /^Event listeners .{0,80}registered, but provider not found/,
    versions: '>=26',
    why: 'A realm names an event listener whose extension is not installed: those events are lost.',
    source: 'seen: 26.7.4; keycloak: org.keycloak.events.EventBuilder (ERROR), where KC-SERVICES0083 was before',
  },
  {
    kind: 'bad',
    code: codes.SERVICE_WARNING,
    numbers: services('0013', '0026', '0029', '0089'),
    why: 'A login, a mail or a scheduled task failed for an inner reason.',
    source: `${servicesLogger} (0013 WARN, the others ERROR)`,
  },
  {
    kind: 'benign',
    numbers: services('0001', '0003', '0004', '0009', '0050', '0077', '0078', '0111'),
    why: 'The first start makes what it needs, or finds that it is there.',
    source: `${servicesLogger} (INFO)`,
  },
  {
    kind: 'benign',
    numbers: services('0047', '0104', '0107', '0110'),
    why: 'A notice to whoever maintains the configuration or the extensions.',
    source: `${servicesLogger} (0107 DEBUG, the others WARN)`,
  },
];
