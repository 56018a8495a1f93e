import { boardApproval } from '@keycloak-release-gate/checks';
import type { Environment, RunContext, SecretReference } from '@keycloak-release-gate/core';
import { askSources } from '../confirmations/sources/ask.ts';
import { readApprovals } from '../deploy/approvals.ts';
import type { ApprovalsQuestion } from '../deploy/approvals.ts';
import type { Plan } from '../plan/plan.ts';

type Question = Omit<ApprovalsQuestion, 'release'> & {
  readonly environment: Environment;
  readonly secret: (reference: SecretReference) => string;
};

/**
 * The run with what people said of the release elsewhere than in the scenarios: in the Deploy action, where the plan asks for the board's approval,
 * and in the sources that the environment declares. What could not be read is told with why.
 */
export async function withSaidElsewhere(context: RunContext, { checks }: Plan, question: Question): Promise<RunContext> {
  const { release } = context;
  if (!release) return context;
  const asksTheBoard = checks.some(({ id, skipped }) => id === boardApproval.check.id && skipped === undefined);
  const { environment, secret, signal } = question;
  const [approvals, sources] = await Promise.all([
    asksTheBoard ? readApprovals({ ...question, release }) : undefined,
    askSources({ release, environment, secret, now: new Date().toISOString() }, signal),
  ]);
  return {
    ...context,
    release: { ...release, confirmations: [...release.confirmations, ...sources.confirmations, ...(approvals?.confirmations ?? [])] },
    ...(approvals?.unread === undefined
      ? {}
      : { approvalsUnread: approvals.unread, ...(approvals.doubted ? { approvalsDoubted: true } : {}) }),
    ...(sources.unread.length === 0 ? {} : { confirmationsUnread: sources.unread }),
  };
}
