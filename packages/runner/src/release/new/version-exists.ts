/** Whether a version of Keycloak was published; where nobody could be asked, why. */
export type Published = 'yes' | 'no' | { readonly notAsked: string };

/** Milliseconds that a repository gets to answer in. */
const patience = 5_000;

/** Asks the Maven repository at this address (`MAVEN_REPOSITORY_URL`) for Keycloak's distribution of a version. */
export async function isPublished(version: string, repository: string | undefined): Promise<Published> {
  if (repository === undefined || repository === '') return { notAsked: 'no Maven repository is named (MAVEN_REPOSITORY_URL)' };
  const artifact = `org/keycloak/keycloak-quarkus-dist/${encodeURIComponent(version)}/keycloak-quarkus-dist-${encodeURIComponent(version)}.pom`;
  try {
    const answer = await fetch(new URL(artifact, `${repository.replace(/\/+$/, '')}/`), {
      method: 'HEAD',
      signal: AbortSignal.timeout(patience),
    });
    if (answer.ok) return 'yes';
    return answer.status === 404 ? 'no' : { notAsked: `the Maven repository answered with ${answer.status}` };
  } catch (error) {
    // Its address may hold a password, and so may what an error says of it.
    const late = error instanceof Error && error.name === 'TimeoutError';
    return { notAsked: late ? 'the Maven repository did not answer in time' : 'the Maven repository could not be reached' };
  }
}
