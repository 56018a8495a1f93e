import { Gap } from '@keycloak-release-gate/core';
import type { Deploy, RunContext } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { Workload } from './workload-evidence.ts';

/** When the deploy began, and how that is known. */
export const DeployStart = z.object({ at: z.string(), source: z.string() });
export type DeployStart = z.infer<typeof DeployStart>;

/** Words of a check's expectations: the start where more than the workload tells it. */
export const sinceWords = { since: DeployStart.optional() };

/**
 * The deploy's start: as it was given (by the user, or by the Deploy action's run), else when the newest revision was created.
 * Where that revision is an earlier one taken up again (a rollback), its creation tells nothing: the deploy then came after
 * the revision that it replaced. Undefined where there is no revision.
 */
export function deployStart(
  { kind, revisions }: Pick<Workload, 'kind' | 'revisions'>,
  given: Pick<Deploy, 'at' | 'source' | 'unread'> | undefined,
): DeployStart | undefined {
  if (given?.at !== undefined) return { at: given.at, source: given.source };
  const current = revisions.find((revision) => revision.current);
  if (!current) return undefined;
  const newest = revisions.reduce((a, b) => (Date.parse(b.created) > Date.parse(a.created) ? b : a), current);
  const what = kind === 'Deployment' ? 'the ReplicaSet' : 'the revision';
  const instead = given?.unread ? " (the Deploy action's run could not be read)" : '';
  return newest.created === current.created
    ? { at: current.created, source: `when ${what} ${current.name} was created${instead}` }
    : {
        at: newest.created,
        source: `after ${what} ${newest.name} was created, which an earlier one (${current.name}) has replaced again${instead}`,
      };
}

/**
 * True where the workload has had no new revision since the deploy began: who deploys through a repository has it applied by a
 * controller some time after the action ended. A deploy that changes nothing looks the same, and so does a return to an earlier one.
 */
export const isYetToCome = ({ revisions }: Pick<Workload, 'revisions'>, since: DeployStart | undefined): boolean =>
  since !== undefined && revisions.length > 0 && !revisions.some((revision) => isSince(revision.created, since.at));

/** The start in the words of a check's expectations, where it is given. */
export const sinceOf = ({ deploy }: Pick<RunContext, 'deploy'>): { since?: DeployStart } =>
  deploy?.at === undefined ? {} : { since: { at: deploy.at, source: deploy.source } };

/** What the Deploy action's run told beside its start, for the check that judges the deploy itself. */
export const DeployRun = z.object({
  commit: z.string().optional(),
  actor: z.string().optional(),
  url: z.string().optional(),
  failed: z.string().optional(),
  unread: Gap.optional(),
});

/** That of a run's deploy. */
export const deployRunOf = ({ deploy }: Pick<RunContext, 'deploy'>): { run?: z.infer<typeof DeployRun> } =>
  deploy === undefined ? {} : { run: DeployRun.parse(deploy) };

/** True where a time of the API, which knows whole seconds only, is not before another. */
export const isSince = (time: string, start: string): boolean => Date.parse(time) >= Math.floor(Date.parse(start) / 1000) * 1000;
