import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Release } from '@keycloak-release-gate/core';
import { loadEnvironment, loadSuite } from '../scenarios/load.ts';
import { isOutlined, outlineOf } from '../scenarios/outline.ts';

/** A check that decides, as a suite asks for it today. */
interface AskedCheck {
  readonly key: string;
  readonly id: string;
  /** False where what it is about stands in a variable: then any check of this id may be it. */
  readonly isKnown: boolean;
}

/** The checks that a suite asks for today in an environment, or why that is not known here. */
export type Asked =
  | { readonly checks: readonly AskedCheck[]; readonly unknown?: never }
  | { readonly checks?: never; readonly unknown: string };

/** What the scenarios' suite asks for in an environment of a release, by their files alone: no variable of this machine is read. */
export async function askedIn(
  { scenarios, suite: id }: { readonly scenarios: string; readonly suite: string },
  environmentId: string,
  release: Release,
): Promise<Asked> {
  try {
    const environment = outlineOf((await loadEnvironment(scenarios, environmentId)).value);
    if (!environment) return { unknown: `the file of the environment "${environmentId}" does not tell enough of it` };
    const run = { suite: id, environment, release };
    const instances = (await loadSuite(scenarios, id)).value.steps(run).flatMap(({ checks }) => checks);
    const asked = instances
      .filter(({ check, subject }) => check.severityFor(subject) === 'blocker' && check.skip(run, subject) === undefined)
      .map(({ check, subject }): AskedCheck => {
        const about = check.about(subject);
        return {
          key: about === undefined ? check.id : `${check.id}[${about}]`,
          id: check.id,
          isKnown: about === undefined || !isOutlined(about),
        };
      });
    return { checks: [...new Map(asked.map((each) => [each.key, each])).values()] };
  } catch (error) {
    if (error instanceof ConfigurationError) return { unknown: error.problems[0]?.message ?? error.message };
    return { unknown: `the suite "${id}" cannot tell its checks: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The checks of these that a run did not have, by their keys. In which order, step and words it had the others is no matter. Pure. */
export function lackingIn(had: readonly { readonly key: string; readonly id: string }[], asked: readonly AskedCheck[]): string[] {
  const [keys, ids] = [new Set(had.map(({ key }) => key)), new Set(had.map(({ id }) => id))];
  return asked.filter(({ key, id, isKnown }) => !(isKnown ? keys.has(key) : ids.has(id))).map(({ key }) => key);
}
