import { defineCheck, finding, gap, substanceOf } from '@keycloak-release-gate/core';
import type { Exhibit, ProvenIn, RunContext } from '@keycloak-release-gate/core';
import { otherImages, outOfOrder, sameSystems } from './between-environments.ts';
import { codes } from './codes.ts';
import { Expected, judgeEnvironment } from './judge-proven.ts';
import { provenElsewhere } from './proven-elsewhere.ts';

/** Before a release comes here, it was deployed and found good in the environments before: the same release, the same image. */
export const provenBefore = defineCheck({
  id: 'release/proven-before',
  title: 'The release was proven in the environments before this one',
  why: 'The order of the environments is what keeps a mistake from production. A record of another release, of before a change of it, or of before it was rolled back proves nothing.',
  reads: { elsewhere: provenElsewhere },
  expects: Expected,
  expected: (run) => {
    const { release, environment } = run;
    const leftOut = leftOutOf(run);
    return release
      ? {
          before: environmentsBefore(run),
          environment: environment.id,
          substance: substanceOf(release),
          production: environment.production,
          ...(release.author === undefined ? {} : { author: release.author }),
          publicUrl: environment.keycloak.publicUrl,
          realms: environment.keycloak.realms,
          ...(leftOut.length === 0 ? {} : { leftOut }),
        }
      : {};
  },
  skip: (run) => {
    if (!run.release || environmentsBefore(run).length > 0 || leftOutOf(run).length > 0) return undefined;
    // Whether production may be the first one is for the release board to say, and they have to see that it is.
    return run.environment.production ? undefined : `"${run.environment.id}" is the first environment of the release.`;
  },
  judge: ({ elsewhere }, expected, { now }) => {
    const { substance, before, environment } = expected;
    const leftOut = [expected.leftOut ?? []].flat();
    const subject = `environment/${environment}`;
    if (!substance)
      return { findings: [], gaps: [gap(codes.NO_RELEASE, { subject, reason: 'Only a release is proven in other environments.' })] };
    const skipped = leftOut.map((origin) =>
      finding(codes.ENVIRONMENT_LEFT_OUT, {
        subject: `environment/${origin}`,
        message: `"${environment}" gets its releases from "${origin}", and the release ${substance.id} does not go there before.`,
        expected: origin,
        actual: [...before],
      }),
    );
    if (before.length === 0 && leftOut.length === 0) {
      const message = `The release ${substance.id} goes to "${environment}" first, which is production: nothing was proven before.`;
      return { findings: [finding(codes.PRODUCTION_FIRST, { subject, message })] };
    }
    const judged = before.map((id) =>
      judgeEnvironment(
        elsewhere.environments.find((each) => each.environment === id) ?? nothingOf(id),
        { ...expected, substance },
        elsewhere.places,
        now,
      ),
    );
    const proven = before.flatMap((id) => elsewhere.environments.find((each) => each.environment === id)?.newest ?? []);
    return {
      findings: [
        ...skipped,
        ...judged.flatMap(({ findings }) => findings),
        ...outOfOrder(before, elsewhere.environments),
        ...otherImages(before, elsewhere.environments),
        ...sameSystems(before, elsewhere.environments),
      ],
      gaps: judged.flatMap(({ gaps }) => gaps),
      facts: judged.flatMap(({ facts }) => facts),
      ...(proven.length > 0 ? { exhibits: [table(before, elsewhere.environments)] } : {}),
    };
  },
});

/** The environments that a release comes to before this one. */
export const environmentsBefore = ({ release, environment }: Pick<RunContext, 'release' | 'environment'>): string[] =>
  release ? release.environments.slice(0, Math.max(0, release.environments.indexOf(environment.id))) : [];

/** Those that releases go through before they come here, by what the environments' files say, and that this one does not. */
function leftOutOf(run: Pick<RunContext, 'release' | 'environment' | 'provenBefore'>): string[] {
  const { promotesFrom } = run.environment;
  const origins = run.provenBefore?.origins ?? (promotesFrom === undefined ? [] : [promotesFrom]);
  const before = environmentsBefore(run);
  return origins.filter((origin) => !before.includes(origin));
}

const nothingOf = (environment: string): ProvenIn => ({
  environment,
  newest: null,
  failedSince: null,
  rolledBack: null,
  passedOver: [],
  refused: [],
});

const table = (before: readonly string[], environments: readonly ProvenIn[]): Exhibit => ({
  kind: 'table',
  title: 'What the environments before say',
  columns: ['Environment', 'Run', 'Began', 'Verdict', 'Image that ran', 'Record'],
  rows: before.flatMap((id) => {
    const newest = environments.find(({ environment }) => environment === id)?.newest;
    return newest ? [[id, newest.run, newest.startedAt, newest.verdict, newest.digests.join(', ') || 'not told', newest.where]] : [];
  }),
});
