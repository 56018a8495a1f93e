import { isExpired } from '@keycloak-release-gate/core';
import type { Waiver } from '@keycloak-release-gate/core';
import { summarise } from '../report/summary.ts';
import type { Accepted, RequestInput } from './model.ts';

/** What was accepted in advance: by the release, and wherever a run went by it. */
export function waiversIn({ release, tried, now }: RequestInput): readonly Accepted[] {
  const used = tried.flatMap(({ place, run }) =>
    run
      ? summarise(run.record)
          .waivers.filter(({ uses }) => uses.length > 0)
          .map(({ waiver }) => ({ waiver, place }))
      : [],
  );
  const all = new Map<string, Waiver>();
  for (const waiver of [...release.waivers, ...used.map((each) => each.waiver)]) all.set(keyOf(waiver), waiver);
  return [...all.entries()].map(([key, waiver]) => ({
    waiver,
    state: isExpired(waiver, now)
      ? 'expired'
      : release.window && isExpired(waiver, release.window.to)
        ? 'ends before the release does'
        : 'valid',
    usedIn: used.filter((each) => keyOf(each.waiver) === key).map(({ place }) => place.title),
  }));
}

const keyOf = ({ code, subject, expires }: Waiver): string => JSON.stringify([code, subject, expires]);
