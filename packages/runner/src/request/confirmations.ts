import { confirmedWherever } from '@keycloak-release-gate/checks';
import { substanceHash } from '@keycloak-release-gate/core';
import type { Confirmation } from '@keycloak-release-gate/core';
import type { Missing, RequestInput, Said } from './model.ts';

/** What the policy wants said before the board is asked. */
const before: readonly Confirmation['type'][] = ['parties contacted', 'logs reviewed'];

/** What people say of the release: what must be said before the board is asked, and what comes after it. */
export function confirmationsIn(
  input: RequestInput,
  restores: boolean,
): { readonly value: readonly Said[]; readonly missing: readonly Missing[] } {
  const { release } = input;
  const after: readonly Confirmation['type'][] = ['board approval', ...(restores ? (['stand-by engineer'] as const) : [])];
  const told = [...before, ...after].map((type) => ({ type, weighed: weigh(type, input) }));
  const value = told.map(({ type, weighed }): Said => {
    if (weighed.given !== undefined) return { type, state: 'given', words: weighed.given };
    if (before.includes(type)) return { type, state: 'missing', words: weighed.why };
    return {
      type,
      state: 'later',
      words: release.confirmations.some((each) => each.type === type) ? weighed.why : 'It comes once the board has decided.',
    };
  });
  return {
    value,
    missing: told.flatMap(({ type, weighed }) =>
      weighed.given === undefined && before.includes(type)
        ? [{ saysNo: weighed.saysNo, what: weighed.why, next: weighed.next, who: 'IS4U' }]
        : [],
    ),
  };
}

function weigh(type: Confirmation['type'], { release, target, now, tried }: RequestInput) {
  const { holding, findings, gaps } = confirmedWherever(release.confirmations, {
    type,
    environments: release.environments,
    release: release.id,
    environment: target.id,
    author: release.author,
    substance: substanceHash(release),
    deployedAt: Object.fromEntries(tried.map(({ place, proven }) => [place.id, proven.newest?.deployedAt])),
    proven: tried.map(({ proven }) => proven),
    now,
    pin: null,
  });
  const [found] = findings;
  const [unknown] = gaps;
  return {
    given:
      holding.length === 0
        ? undefined
        : holding.map(({ person, role, confirmedAt, statement }) => `${person} (${role}), ${confirmedAt}: ${statement}`).join('; '),
    why: found?.message ?? unknown?.reason ?? '',
    next: found?.remedy ?? unknown?.remedy ?? '',
    // That nobody has said it is no "no"; a confirmation that does not count is.
    saysNo: findings.some(({ code }) => code !== 'release/CONFIRMATION_MISSING'),
  };
}
