import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../lab/lab-error.ts';
import { CommandFailed, runCommand } from '../processes/run-command.ts';

/** There is no such version of Keycloak. */
export class UnknownKeycloakVersion extends Error {
  override readonly name = 'UnknownKeycloakVersion';

  constructor(version: string, options: { readonly cause?: unknown } = {}) {
    super(
      `Keycloak ${version} is not to be had: there is no org.keycloak:keycloak-quarkus-dist:${version}:zip in the Maven repository.`,
      options,
    );
  }
}

/** The release that this was tried with; Maven would take whichever its own parent names. */
const dependencyPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

/**
 * Puts the unpacked distribution of a version to `folder`, which must not be there. Rejects with UnknownKeycloakVersion
 * when the repository has none, with LabError when it could not be asked.
 */
export async function unpackDistribution(maven: string, version: string, folder: string, signal: AbortSignal): Promise<void> {
  const temporary = await mkdtemp(`${folder}.zip-`);
  try {
    await runCommand(maven, {
      args: [
        '-B',
        '-q',
        '-Dstyle.color=never',
        `${dependencyPlugin}:unpack`,
        `-Dartifact=org.keycloak:keycloak-quarkus-dist:${version}:zip`,
        `-DoutputDirectory=${temporary}`,
      ],
      // Maven writes marks into the directory that it is called in.
      cwd: temporary,
      signal,
    });
    await rename(join(temporary, `keycloak-${version}`), folder);
  } catch (error) {
    if (error instanceof CommandFailed && saysUnknown(error.output)) throw new UnknownKeycloakVersion(version, { cause: error });
    signal.throwIfAborted();
    throw new LabError(
      `Keycloak ${version} could not be fetched by Maven.`,
      'Its own words are below; `mvn` must reach a Maven repository.',
      { cause: error },
    );
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Maven's word for an artifact that the repository answered 404 for, as against a repository that did not answer. */
export const saysUnknown = (output: string): boolean =>
  /Could not find artifact org\.keycloak:keycloak-quarkus-dist|Failure to find org\.keycloak:keycloak-quarkus-dist|keycloak-quarkus-dist:\S+ was not found in/.test(
    output,
  ) && !/Could not transfer artifact org\.keycloak:keycloak-quarkus-dist/.test(output);
