import { defineCheck, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { missingRealm } from './missing-realm.ts';
import { realmConfiguration } from './realm-configuration.ts';
import { riskRules } from './risk/index.ts';
import { weakPoints } from './risk/weakenings.ts';

/** How many objects a message names; all of them stand beside it. */
const most = 10;

/** What is weak in a realm already, each rule told once: no release is stopped for what was so before it. */
export const configurationWeakPoints = defineCheck({
  id: 'keycloak-config/weak-points',
  title: 'The configuration has no weak points',
  why: 'What was always so is no news after a change, and is still a door that stands open.',
  severity: 'warning',
  about: (realm: string) => realm,
  reads: { now: realmConfiguration },
  expects: z.object({
    /** The environment's public address has no encryption: it is one to try things out in, and weak points only tell. */
    plainHttp: z.boolean().default(false),
  }),
  expected: ({ environment }) => ({ plainHttp: environment.keycloak.publicUrl.startsWith('http:') }),
  judge: ({ now }, { plainHttp }) => {
    if (!now.exists) return { findings: [missingRealm(now.realm)] };
    const points = [...weakPoints(now)].map(([rule, spots]) => ({
      rule,
      objects: [...new Set(spots.map(({ object }) => object))].toSorted(),
    }));
    return {
      findings: points.map(({ rule, objects }) => {
        const named = objects.slice(0, most).join(', ');
        return finding(codes.ALREADY_WEAK, {
          subject: `realm/${now.realm}#${rule.id}`,
          message: `${rule.title}: ${named}${objects.length > most ? ` and ${objects.length - most} more` : ''}. ${rule.why}`,
          remedy: rule.remedy,
          actual: { rule: rule.id, objects },
          ...(plainHttp || rule.severity === 'info' ? { severity: 'info' } : {}),
        });
      }),
      facts: [{ name: 'rules that were applied', value: riskRules.length }],
    };
  },
});
