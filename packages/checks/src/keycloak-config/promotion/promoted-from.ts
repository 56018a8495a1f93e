import { defineCollector, ExpectedChange, gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from '../codes.ts';
import { RealmConfiguration } from '../evidence.ts';

/** A realm in the environment that the release was tried in before this one. */
const PromotedRealm = z.object({
  environment: z.string(),
  name: z.string(),
  release: z.object({ id: z.string(), expectedChanges: z.array(ExpectedChange), verdict: z.string() }).optional(),
  now: RealmConfiguration,
  before: RealmConfiguration.optional(),
  origins: z.record(z.string(), z.string()),
});

/** Takes what was recorded there into this record, so that it stands on its own. What it was read from was checked before the run began. */
export const promotedFrom = defineCollector({
  id: 'keycloak-config/promoted-from',
  version: 1,
  title: 'The configuration in the environment before',
  vantage: 'anywhere',
  evidence: PromotedRealm,
  timeout: 60_000,
  params: (_run, realm: string) => ({ realm }),
  collect: async ({ realm }, { run: { environment, promotedFrom: from } }) => {
    const unseen = (reason: string) => gap(codes.PROMOTED_UNSEEN, { subject: `realm/${realm}`, reason });
    if (!from)
      return {
        gaps: [
          unseen(`There is no record of this release in "${environment.promotesFrom ?? 'the environment before'}", and none was named.`),
        ],
      };
    const gaps = from.gaps.map(unseen);
    const there = from.realms[realm];
    if (!there) return { gaps: [...gaps, unseen(`${from.name} says nothing of a realm that "${realm}" of this environment belongs to.`)] };
    const value = PromotedRealm.parse({
      environment: from.environment,
      name: from.name,
      ...(from.release === undefined ? {} : { release: from.release }),
      ...there,
      origins: from.origins,
    });
    return { value, gaps };
  },
});
