import type { RunRecord } from '@keycloak-release-gate/core';
import type { Summary } from './summary.ts';

/** When the deploy began and how that is known: as it was given, else as a check found out from the workload. */
export function deployStartTold(record: RunRecord, summary: Summary): { readonly since?: string; readonly source: string } {
  const { since, source } = record.window;
  if (since !== undefined) return { since, source };
  const fact = (name: string): string | undefined =>
    summary.checks.flatMap(({ result }) => result.facts.filter((told) => told.name === name)).map((told) => String(told.value))[0];
  const found = fact('start of the deploy');
  return { ...(found === undefined ? {} : { since: found }), source: fact('source of that time') ?? source };
}

/** When the deploy began, and which one it was, part by part; none where no deploy is judged. */
export function deployParts(record: RunRecord, summary: Summary): readonly string[] {
  const { commit, actor, url } = record.window;
  const { since, source } = deployStartTold(record, summary);
  return [
    since === undefined ? [] : `deployed ${since} (${source})`,
    commit === undefined ? [] : `commit ${commit.slice(0, 12)}`,
    actor === undefined ? [] : `set off by ${actor}`,
    url ?? [],
  ].flat();
}
