import type { RunContext } from '@keycloak-release-gate/core';
import type { Workload } from './workload-evidence.ts';

/** When the deploy began, and how that is known. */
export interface DeployStart {
  readonly at: string;
  readonly source: string;
}

/**
 * The deploy's start: as the user gave it, else when the newest revision was created. Where that revision is an earlier one
 * taken up again (a rollback), its creation tells nothing: the deploy then came after the revision that it replaced.
 * Undefined where there is no revision.
 */
export function deployStart({ kind, revisions }: Pick<Workload, 'kind' | 'revisions'>, since: string | undefined): DeployStart | undefined {
  if (since !== undefined) return { at: since, source: 'as given by --since' };
  const current = revisions.find((revision) => revision.current);
  if (!current) return undefined;
  const newest = revisions.reduce((a, b) => (Date.parse(b.created) > Date.parse(a.created) ? b : a), current);
  const what = kind === 'Deployment' ? 'the ReplicaSet' : 'the revision';
  return newest.created === current.created
    ? { at: current.created, source: `when ${what} ${current.name} was created` }
    : {
        at: newest.created,
        source: `after ${what} ${newest.name} was created, which an earlier one (${current.name}) has replaced again`,
      };
}

/** The start in the words of a check's expectations, from what the user gave. */
export const sinceOf = ({ since }: RunContext): { since?: string } => (since === undefined ? {} : { since });

/** True where a time of the API, which knows whole seconds only, is not before another. */
export const isSince = (time: string, start: string): boolean => Date.parse(time) >= Math.floor(Date.parse(start) / 1000) * 1000;
