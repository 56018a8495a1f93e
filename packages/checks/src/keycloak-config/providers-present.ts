import { defineCheck, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { missingRealm } from './missing-realm.ts';
import { realmConfiguration } from './realm-configuration.ts';
import { server } from './server.ts';
import type { Server } from './server/evidence.ts';
import { namedByRealm } from './server/named-by-realm.ts';
import type { Named } from './server/named-by-realm.ts';

/** Whatever provider or theme the realm's objects name, the server has: it needs no record of before. */
export const providersPresent = defineCheck({
  id: 'keycloak-config/providers-present',
  title: 'The server has every provider and theme that the realm names',
  why: 'A realm keeps the names of extensions that the image no longer has: events are lost, pages look different, logins fail.',
  about: (realm: string) => realm,
  reads: { server, now: realmConfiguration },
  expects: z.object({}),
  judge: ({ server: made, now }) => {
    if (!now.exists) return { findings: [missingRealm(now.realm)] };
    const named = namedByRealm(now.objects);
    const missing = named.filter((each) => !has(made, each));
    return {
      findings: missing.map(({ kind, of, object, attribute, name }) =>
        finding(kind === 'theme' ? codes.THEME_MISSING : codes.PROVIDER_MISSING, {
          subject: `realm/${now.realm}/${object}`,
          // Since 26.7 there are no policies in JavaScript, and who was upgraded still has Keycloak's own: it may be that nobody asks it.
          ...(object.startsWith('authorization/') ? { severity: 'warn' } : {}),
          message: `${object}: ${attribute} names ${name}, and the server has no such ${kind}${of.length === 0 ? '' : ` (${of.join(', ')})`}.`,
        }),
      ),
      facts: [
        { name: 'providers and themes that the realm names', value: new Set(named.map(({ kind, name }) => `${kind}/${name}`)).size },
        // Seen on 26.7.4: GET /workflows takes manage-realm, the list of components leaves them out, and no admin event tells of them.
        ...(made.features['WORKFLOWS'] === true
          ? [{ name: 'on, and seen by nobody who may only look', value: 'workflows: what they do to users is not compared' }]
          : []),
      ],
    };
  },
});

function has({ providers, themes }: Server, { kind, of, name }: Named): boolean {
  const lists = kind === 'theme' ? themes : providers;
  return (of.length === 0 ? Object.keys(lists) : of).some((each) => lists[each]?.includes(name) ?? false);
}
