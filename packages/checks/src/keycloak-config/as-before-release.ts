import { baseline, defineCheck, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { subjectOf } from './as-released.ts';
import { codes } from './codes.ts';
import { describe, diff } from './diff.ts';
import { diffExhibit } from './diff-exhibit.ts';
import { missingRealm } from './missing-realm.ts';
import { realmConfiguration } from './realm-configuration.ts';
import { countSecrets } from './secret-state.ts';

/** After a rollback nothing is explained away: what was configured before the release is configured now, ids included. */
export const configurationAsBeforeRelease = defineCheck({
  id: 'keycloak-config/as-before-release',
  title: 'The configuration is what it was before the release',
  why: 'A rollback that leaves a changed configuration behind is none; an object made anew has lost what hung on the old one.',
  about: (realm: string) => realm,
  reads: { before: baseline(realmConfiguration), now: realmConfiguration },
  expects: z.object({}),
  judge: ({ before, now }) => {
    if (!now.exists) return { findings: [missingRealm(now.realm)] };
    const differences = diff(before.objects, now.objects);
    const oldIds: Readonly<Record<string, string>> = before.ids;
    const recreated = Object.entries(now.ids).filter(([object, id]) => oldIds[object] !== undefined && oldIds[object] !== id);
    return {
      findings: [
        ...differences.map((difference) =>
          finding(codes.NOT_AS_BEFORE, { subject: subjectOf(now.realm, difference), message: `${describe(difference)}.` }),
        ),
        ...recreated.map(([object]) =>
          finding(codes.RECREATED, {
            subject: `realm/${now.realm}/${object}`,
            message: `${object} has another id than before the release.`,
          }),
        ),
      ],
      facts: [
        { name: 'objects compared', value: Object.keys(now.objects).length },
        { name: 'secrets of which only their being there can be compared', value: countSecrets(now.objects) },
      ],
      exhibits: diffExhibit(differences, () => undefined),
    };
  },
});
