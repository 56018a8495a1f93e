import { substanceHash } from '@keycloak-release-gate/core';
import type { ExpectedChange, Release } from '@keycloak-release-gate/core';
import { configurationRule, sawNoOtherEnvironment, wasSeenElsewhere } from './configuration-rule.ts';
import { decide } from './rollback-rules.ts';
import type { ComputedPlan } from './rollback-rules.ts';
import type { RecordedPlan } from './rollback-plan.ts';
import type { RollbackPlanRecord } from './rollback-plan-record.ts';
import type { RollbackRule } from './rollback-rule.ts';
import { whyOtherSchema } from './schema-mark.ts';
import { testedInverse } from './tested-inverse.ts';

/** A release as it is now, in one environment. */
export interface ReleaseNow {
  readonly release: string;
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  readonly deploys: boolean;
  readonly image: string | null;
}

/** Why a record is not of this release, this pair, this environment, or of another state of the database; undefined where it is. */
export function whyOutdated(read: Extract<RecordedPlan, { kind: 'read' }>, now: ReleaseNow): string | undefined {
  return whyOfAnother(read.record, now) ?? whyOfOtherSchema(read);
}

function whyOfAnother(record: RollbackPlanRecord, now: ReleaseNow): string | undefined {
  if (record.release !== now.release) return `The plan was computed for the release ${record.release}.`;
  if (record.environment !== now.environment) return `The plan was computed for the environment ${record.environment}.`;
  if (record.from !== now.from || record.to !== now.to)
    return `The plan was computed for ${record.from} → ${record.to}, and the release says ${now.from} → ${now.to}.`;
  if (record.image !== now.image)
    return `The plan was computed for the image ${record.image ?? 'that nobody named'}, and the release names ${now.image ?? 'none'}.`;
  if (record.deploys !== now.deploys) return `The plan was computed for a release that ${record.deploys ? 'deploys' : 'deploys nothing'}.`;
  return undefined;
}

function whyOfOtherSchema({ record, schema, unread }: Extract<RecordedPlan, { kind: 'read' }>): string | undefined {
  if (record.schema === null) return record.plan === 'A' ? 'The plan was computed without its database.' : undefined;
  if (schema === null)
    return `Whether the database is still as it was when the plan was computed cannot be told: ${unread.join(' ') || 'it could not be read.'}`;
  return whyOtherSchema(record.schema, schema);
}

/** The plan of a record, with what the release announces now, and who tested its inverse since. */
export function planOfRecord(
  { rules }: RollbackPlanRecord,
  announced: readonly ExpectedChange[],
  inverse: string | undefined,
): ComputedPlan {
  const isBlind = rules.some((rule) => rule.rule === 'destructive-configuration' && sawNoOtherEnvironment(rule));
  const now = configurationRule({
    announced,
    ...(isBlind ? {} : { seenElsewhere: [] }),
    ...(inverse === undefined ? {} : { testedInverse: inverse }),
  });
  return decide(
    rules.filter(({ rule }) => rule !== 'nothing-left-behind').map((rule) => (rule.rule === now.rule ? inForce(rule, now, inverse) : rule)),
  );
}

/** What was seen where the release was tried before is in the record alone, and only an inverse that is tested now makes up for it. */
function inForce(recorded: RollbackRule, now: RollbackRule, inverse: string | undefined): RollbackRule {
  if (now.holds === true || inverse !== undefined) return now;
  if (recorded.holds === true) return recorded;
  if (!recorded.evidence.some(wasSeenElsewhere)) return now;
  return { ...recorded, holds: true, because: `${recorded.because}; that no longer counts` };
}

/** The record with the plan that it comes to at this time (ISO 8601): by what the release announces now, and who says so now that its inverse was tested. */
export function recordNow(record: RollbackPlanRecord, release: Release, at: string): RollbackPlanRecord {
  const { id, author, confirmations, expectedChanges } = release;
  const asked = { release: id, environment: record.environment, author, substance: substanceHash(release) };
  const { plan, decidedBy, rules } = planOfRecord(record, expectedChanges, testedInverse(confirmations, asked, at));
  return { ...record, plan, decidedBy: decidedBy.rule, rules: [...rules] };
}
