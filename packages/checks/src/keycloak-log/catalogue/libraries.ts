import { codes } from '../codes.ts';
import type { KnownMessage } from './entry.ts';

/** Libraries that Keycloak stands on. */
export const libraries: readonly KnownMessage[] = [
  {
    kind: 'bad',
    code: codes.SERVICE_WARNING,
    numbers: ['ARJUNA012117'],
    why: 'A transaction took longer than its timeout; a long migration does that.',
    source: 'narayana: com.arjuna.ats.arjuna.logging (WARN)',
  },
  {
    kind: 'benign',
    numbers: ['HHH90010101'],
    versions: '>=26',
    why: 'Hibernate ends a session whose caches it has not told of the end; it is printed now and then during logins that succeed.',
    source: 'seen: 26.7.4, two nodes, during logins; hibernate-orm: org.hibernate.event',
  },
];
