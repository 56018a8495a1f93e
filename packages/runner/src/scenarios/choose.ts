import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Release, Suite } from '@keycloak-release-gate/core';
import { loadRelease, loadSuite, scenarioIds } from './load.ts';
import type { Loaded } from './load.ts';

/** Which suite is run and for which release, and how that was found. */
export interface Choice {
  readonly suite: Suite;
  readonly release?: Loaded<Release>;
  readonly why: string;
}

/**
 * `--suite` and `--release` when given; else post-deploy of the one open release of the environment, and health when none is
 * open. Several open releases are a ConfigurationError that lists them.
 */
export async function choose(
  directory: string,
  environment: string,
  asked: { readonly suite?: string; readonly release?: string },
): Promise<Choice> {
  const suite = asked.suite === undefined ? undefined : (await loadSuite(directory, asked.suite)).value;
  if (suite && !suite.needsRelease && asked.release === undefined) return { suite, why: 'asked for with --suite; it needs no release' };
  const release =
    asked.release === undefined ? await theOpenRelease(directory, environment) : await askedRelease(directory, environment, asked.release);
  const found = asked.release === undefined ? `the one open release of ${environment}` : 'asked for with --release';
  if (suite && release) return { suite, release, why: `${release.value.id} is ${found}` };
  if (suite) {
    throw new ConfigurationError([
      {
        code: 'NO_RELEASE',
        message: `The suite "${suite.id}" needs a release, and none is open for "${environment}".`,
        remedy: `Name one with --release, or write scenarios/releases/<id>.ts with environments: ['${environment}'].`,
      },
    ]);
  }
  if (release) return { suite: (await loadSuite(directory, 'post-deploy')).value, release, why: `${release.value.id} is ${found}` };
  return { suite: (await loadSuite(directory, 'health')).value, why: `no release is open for ${environment}` };
}

async function askedRelease(directory: string, environment: string, id: string): Promise<Loaded<Release>> {
  const release = await loadRelease(directory, id);
  if (release.value.environments.includes(environment)) return release;
  throw new ConfigurationError([
    {
      code: 'RELEASE_NOT_FOR_ENVIRONMENT',
      message: `The release "${id}" is not for "${environment}": it goes to ${release.value.environments.join(', ')}.`,
      where: release.file,
      remedy: 'Add the environment to the release, or name another release.',
    },
  ]);
}

async function theOpenRelease(directory: string, environment: string): Promise<Loaded<Release> | undefined> {
  const ids = await scenarioIds(directory, 'releases');
  const releases = await Promise.all(ids.map((id) => loadRelease(directory, id)));
  const open = releases.filter(({ value }) => value.status === 'open' && value.environments.includes(environment));
  if (open.length > 1) {
    throw new ConfigurationError([
      {
        code: 'SEVERAL_RELEASES',
        message: `Several releases are open for "${environment}": ${open.map(({ value }) => value.id).join(', ')}.`,
        remedy: `Name one: ${open.map(({ value }) => `--release ${value.id}`).join(' or ')}.`,
      },
    ]);
  }
  return open[0];
}

/** The release that is named, or the one that is open for the environment. Throws a ConfigurationError where there is none. */
export async function chooseRelease(directory: string, environment: string, asked: string | undefined): Promise<Loaded<Release>> {
  const release = asked === undefined ? await theOpenRelease(directory, environment) : await askedRelease(directory, environment, asked);
  if (release) return release;
  throw new ConfigurationError([
    {
      code: 'NO_RELEASE',
      message: `No release is open for "${environment}".`,
      where: '--release',
      remedy: `Name one with --release, or write scenarios/releases/<id>.ts with environments: ['${environment}'].`,
    },
  ]);
}
