import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { parseVersion, compareVersions } from '../database/version.ts';
import { codes } from './codes.ts';
import { RehearsedPairs, isRehearsed } from './rehearsed-pair.ts';

/** The declared rollback plan is not weaker than what the versions of the release imply. */
export const rollbackPlanDeclared = defineCheck({
  id: 'release/rollback-plan-declared',
  title: 'The rollback plan is strong enough for this release',
  why: 'After an upgrade, redeploying the old version is no rollback: it starts on the new schema and looks healthy. Whether a backup must be restored has to be known before the release.',
  reads: {},
  expects: z.object({
    release: z.string().optional(),
    plan: z.enum(['A', 'B']).optional(),
    reason: z.string().default(''),
    from: z.string().optional(),
    to: z.string().optional(),
    deploys: z.boolean().default(true),
    rehearsed: RehearsedPairs,
  }),
  expected: ({ release }) =>
    release
      ? {
          release: release.id,
          plan: release.rollback.plan,
          reason: release.rollback.reason,
          from: release.keycloak.from,
          to: release.keycloak.to,
          deploys: release.deploys,
        }
      : {},
  judge: (_evidence, { release, plan, reason, from, to, deploys, rehearsed }) => {
    if (release === undefined || plan === undefined || from === undefined || to === undefined)
      return { findings: [], gaps: [gap(codes.NO_RELEASE, { subject: 'release', reason: 'Only a release has a rollback plan.' })] };
    const subject = `release/${release}`;
    const needed = neededPlan(from, to, deploys, rehearsed);
    if (!needed)
      return {
        findings: [],
        gaps: [gap(codes.VERSION_UNREADABLE, { subject, reason: `"${from}" and "${to}" are not both versions of Keycloak.` })],
      };
    const message = `The release ${release} (${from} → ${to}) declares rollback plan A, and needs plan B: ${needed.because}.`;
    return {
      findings: plan === 'A' && needed.plan === 'B' ? [finding(codes.PLAN_TOO_WEAK, { subject, message, expected: 'B', actual: 'A' })] : [],
      facts: [
        { name: 'declared rollback plan', value: reason === '' ? plan : `${plan}: ${reason}` },
        { name: 'needed rollback plan', value: `${needed.plan}: ${needed.because}` },
      ],
    };
  },
});

interface NeededPlan {
  readonly plan: 'A' | 'B';
  readonly because: string;
}

/** What the versions alone imply; undefined where they cannot be compared. */
export function neededPlan(from: string, to: string, deploys: boolean, rehearsed: RehearsedPairs): NeededPlan | undefined {
  const [old, next] = [parseVersion(from), parseVersion(to)];
  if (!old || !next) return undefined;
  const order = compareVersions(to, from);
  if (order < 0) return { plan: 'B', because: 'the version goes back, which Keycloak does not support on its own database' };
  if (order === 0)
    return {
      plan: 'A',
      because: deploys ? 'the Keycloak version stays the same' : 'nothing is deployed, and the Keycloak version stays the same',
    };
  if (old.numbers[0] !== next.numbers[0]) return { plan: 'B', because: 'the major version rises, so that schema and realms are migrated' };
  if (old.numbers[1] !== next.numbers[1]) return { plan: 'B', because: 'the minor version rises, so that schema and realms are migrated' };
  if (isRehearsed(rehearsed, from, to)) return { plan: 'A', because: 'this pair of patch releases was rehearsed on a restored copy' };
  return { plan: 'B', because: 'the patch version rises, which may bring change sets, and plan A was not rehearsed for this pair' };
}
