import { ConfigurationError, nearest } from '@keycloak-release-gate/core';
import type { Problem, Release } from '@keycloak-release-gate/core';
import { toldOf } from '../diff/places.ts';
import type { Folders, ReadEnvironment } from '../diff/side.ts';
import { sideOf } from '../diff/side.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';
import type { Place } from './realms.ts';

export interface Wanted {
  readonly release: Release;
  /** `test=snapshot.json`: what stands for an environment; without it, it is looked at as it is now. */
  readonly given: readonly string[];
  /** The last environment that is looked at; without it all of the release. */
  readonly through?: string | undefined;
}

/** The environments of the release, in its order, each as it is now or as it was recorded. Throws a ConfigurationError. */
export async function placesOf(
  wanted: Wanted,
  folders: Folders,
  read: ReadEnvironment,
  variables: () => Variables,
): Promise<readonly Place[]> {
  const { release, given, through } = wanted;
  const last = through === undefined ? release.environments.length - 1 : release.environments.indexOf(through);
  const ids = release.environments.slice(0, last + 1);
  const typed = new Map(given.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)] as const));
  const problems = [
    ...unknown(through === undefined ? [] : [through], release, '--through'),
    ...given
      .filter((each) => !/^[^=]+=./s.test(each))
      .map((each): Problem => ({
        code: 'BAD_SIDE',
        message: `"${each}" does not say what stands for which environment.`,
        where: '--env',
        remedy: 'Write --env test=snapshot.json, or --env test=<run>.',
      })),
    ...given
      .filter((each, index) => each.includes('=') && given.findIndex((other) => nameIn(other) === nameIn(each)) < index)
      .map((each): Problem => ({
        code: 'BAD_SIDE',
        message: `The environment "${nameIn(each)}" is given twice.`,
        where: '--env',
        remedy: 'Give each environment once.',
      })),
    ...unknown(
      [...typed.keys()].filter((id) => given.some((each) => each.startsWith(`${id}=`))),
      release,
      '--env',
    ),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  if (ids.length < 2 && release.expectedChanges.length === 0)
    throw new ConfigurationError([
      {
        code: 'NOTHING_TO_PROMOTE',
        message: `The release "${release.id}" announces no change of the configuration, and ${ids.join(', ')} has no neighbour to be compared with.`,
        where: '--release',
        remedy: 'Name a later environment with --through, or announce the changes of the release in expectedChanges.',
      },
    ]);
  const places: Place[] = [];
  for (const id of ids) {
    const side = await sideOf(typed.get(id) ?? id, id, folders, read);
    if (side.environment !== id)
      throw new ConfigurationError([
        {
          code: 'SIDE_OF_ANOTHER_ENVIRONMENT',
          message: `What is given for "${id}" is of the environment "${side.environment}": ${side.name}.`,
          where: '--env',
          remedy: `Name a snapshot or a run of "${id}".`,
        },
      ]);
    const twin = places.find((place) => side.identity !== undefined && place.side.identity === side.identity);
    if (twin)
      throw new ConfigurationError([
        {
          code: 'SAME_SIDE',
          message: `${twin.id} and ${id} are the same: ${side.name}.`,
          where: '--env',
          remedy: 'Give each environment its own.',
        },
      ]);
    places.push({ id, side, told: await toldOf(folders.scenarios, id, variables()) });
  }
  return places;
}

const nameIn = (given: string): string => given.slice(0, given.indexOf('='));

const unknown = (ids: readonly string[], { id: release, environments }: Release, where: string): readonly Problem[] =>
  ids
    .filter((id) => !environments.includes(id))
    .map((id) => {
      const guess = nearest(id, environments);
      return {
        code: 'RELEASE_NOT_FOR_ENVIRONMENT',
        message: `The release "${release}" is not for "${id}": it goes to ${environments.join(', ')}.`,
        where,
        remedy: guess ? `Did you mean "${guess}"?` : 'Name one of these, or add it to the release.',
      };
    });
