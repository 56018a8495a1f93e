import { baseline, defineCheck, ExpectedChange, finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { diff } from './diff/differences.ts';
import { renames, withNewNames } from './diff/renames.ts';
import { changesOf } from './expected/changes-of.ts';
import { explain, isRecorded, notRecorded } from './explained.ts';
import { missingRealm } from './missing-realm.ts';
import { realmConfiguration } from './realm-configuration.ts';
import { riskRules } from './risk/index.ts';
import type { Rule } from './risk/rule.ts';
import { standingOf } from './risk/standing.ts';
import type { Standing } from './risk/standing.ts';
import { weakenings, weakPoints, words } from './risk/weakenings.ts';
import type { Weakened } from './risk/weakenings.ts';

/** No change since the record of before the release made the realm weaker, by the rules of docs/risk-rules.md. */
export const configurationNotWeakened = defineCheck({
  id: 'keycloak-config/not-weakened',
  title: 'No change made the configuration weaker',
  why: 'A door that is opened with a release stays open after it, and nothing breaks that would show it.',
  about: (realm: string) => realm,
  reads: { before: baseline(realmConfiguration), now: realmConfiguration },
  expects: z.object({
    changes: z.array(ExpectedChange).default([]),
    /** The versions of an upgrade: it explains some changes by itself. */
    upgrade: z.object({ from: z.string(), to: z.string() }).optional(),
    /** The environment's public address has no encryption: what is about that only tells. */
    plainHttp: z.boolean().default(false),
  }),
  expected: ({ release, environment }, realm) => ({
    plainHttp: environment.keycloak.publicUrl.startsWith('http:'),
    ...(release ? { changes: changesOf(realm, release.expectedChanges, environment.keycloak.realms) } : {}),
    ...(release?.deploys === true ? { upgrade: release.keycloak } : {}),
  }),
  judge: ({ before, now }, { changes, upgrade, plainHttp }) => {
    if (!now.exists) return { findings: [missingRealm(now.realm)] };
    // What was renamed is compared with itself: under a new name nothing hides.
    const old = { ...before, objects: withNewNames(before.objects, renames(before, now)) };
    const known = {
      differences: diff(old.objects, now.objects),
      changes,
      isExplained: (difference: Parameters<typeof explain>[0]) =>
        explain(difference, upgrade, { before: before.objects, now: now.objects }) !== undefined,
    };
    const groups = new Map<string, { readonly standing: Standing; readonly found: Weakened[] }>();
    for (const weakened of weakenings(old, now)) {
      const standing = standingOf(weakened, known);
      const key = JSON.stringify([weakened.rule.id, weakened.object, standing]);
      const group = groups.get(key);
      if (group) group.found.push(weakened);
      else groups.set(key, { standing, found: [weakened] });
    }
    const recorded = upgrade === undefined || isRecorded(upgrade);
    // Whether an upgrade that nobody recorded made it, nobody knows.
    const unclear = recorded ? [] : [...groups.values()].filter(({ standing }) => standing === 'upgrade');
    const clear = [...groups.values()].filter((group) => !unclear.includes(group));
    return {
      findings: clear.flatMap(({ standing, found }) => weakenedFinding(now.realm, found, standing, plainHttp)),
      ...(upgrade === undefined || unclear.length === 0
        ? {}
        : {
            gaps: [
              notRecorded(
                `realm/${now.realm}/upgrade`,
                upgrade,
                unclear.flatMap(({ found }) => found.map((weakened) => `${weakened.object}: ${words(weakened)}`)),
              ),
            ],
          }),
      facts: [
        { name: 'rules that were applied', value: riskRules.length },
        { name: 'rules by which something was weak before already, and is', value: weakPoints(before).size },
      ],
    };
  },
});

/** What one rule says about one object. */
function weakenedFinding(realm: string, found: readonly Weakened[], standing: Standing, plainHttp: boolean): readonly Finding[] {
  const [first] = found;
  if (!first) return [];
  const { rule, object } = first;
  const { code, severity } = tellingOf(rule, standing, plainHttp);
  return [
    finding(code, {
      subject: `realm/${realm}/${object}#${rule.id}`,
      message: `${rule.title}. ${object}: ${found.map(words).join('; ')}. ${rule.why}`,
      actual: { rule: rule.id, changes: found.map(words) },
      ...(severity === undefined ? {} : { severity }),
      ...(standing === 'unannounced' ? { remedy: `${rule.remedy} Where it is wanted, announce it in the release's expectedChanges.` } : {}),
    }),
  ];
}

function tellingOf(
  rule: Rule,
  standing: Standing,
  plainHttp: boolean,
): { readonly code: (typeof codes)[keyof typeof codes]; readonly severity?: 'info' } {
  const onlyTold = rule.severity === 'info' || (rule.transport === true && plainHttp);
  const info = onlyTold ? { severity: 'info' as const } : {};
  if (standing === 'upgrade') return { code: codes.WEAKENED_BY_UPGRADE };
  if (standing === 'announced') return { code: codes.WEAKENED_AS_ANNOUNCED, ...info };
  return { code: rule.severity === 'fail' && !onlyTold ? codes.WEAKENED : codes.WEAKENED_SLIGHTLY, ...info };
}
