import { defineCheck } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { adminEvents } from './admin-events/collector.ts';
import { kindOf } from './evidence.ts';
import { missingRealm } from './missing-realm.ts';
import { realmConfiguration } from './realm-configuration.ts';

/** The whole configuration of a realm can be read: what later comparisons stand on. */
export const configurationReadable = defineCheck({
  id: 'keycloak-config/readable',
  title: 'The configuration of the realm can be read',
  why: 'What cannot be read before a release cannot be compared after it.',
  about: (realm: string) => realm,
  // The events are read to know later what was done before the release.
  reads: { now: realmConfiguration, events: adminEvents },
  expects: z.object({}),
  judge: ({ now, events }) => {
    if (!now.exists) return { findings: [missingRealm(now.realm)] };
    const counts = new Map<string, number>();
    for (const object of Object.keys(now.objects)) {
      const kind = kindOf(object);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const facts = [...counts].map(([kind, value]) => ({ name: `${kind} objects`, value }));
    return { findings: [], facts: [...facts, { name: 'who changes something is kept', value: events.why ?? 'yes, in the admin events' }] };
  },
});
