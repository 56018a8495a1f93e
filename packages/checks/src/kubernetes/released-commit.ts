import { finding, gap } from '@keycloak-release-gate/core';
import type { Finding, Gap } from '@keycloak-release-gate/core';
import { identityCodes } from './identity-codes.ts';
import { parseImage } from './image.ts';
import { commitOfTag, isSameCommit } from './told-commit.ts';
import type { ToldCommit } from './told-commit.ts';
import type { Workload, WorkloadObject } from './workload-evidence.ts';

/** The commit that the workload tells: in its pod template, else by the image's tag. */
function commitOfWorkload({ commit, image }: WorkloadObject): ToldCommit | undefined {
  if (commit) return commit;
  const value = image === undefined ? undefined : commitOfTag(parseImage(image).tag ?? '');
  return value === undefined ? undefined : { value, where: "the image's tag" };
}

/**
 * The commit that the workload and the Deploy action's run tell, against the release's. What tells none proves nothing; where
 * neither tells one, that is a gap. Nothing is judged where the release names no commit.
 */
export function judgeCommit(
  now: Workload,
  object: WorkloadObject,
  released: string | undefined,
  run: { readonly commit?: string | undefined; readonly url?: string | undefined },
): [Finding[], Gap[]] {
  if (released === undefined) return [[], []];
  const subject = `${now.kind.toLowerCase()}/${now.name}`;
  const told = commitOfWorkload(object);
  const wrong = (about: string, actual: string, message: string): Finding =>
    finding(identityCodes.COMMIT_NOT_RELEASED, { subject: about, message, expected: released, actual, terminal: true });
  const findings = [
    ...(told && !isSameCommit(told.value, released)
      ? [wrong(subject, told.value, `${now.kind} ${now.name} is of the commit ${told.value} (${told.where}), not ${released}.`)]
      : []),
    ...(run.commit !== undefined && !isSameCommit(run.commit, released)
      ? [
          wrong(
            'deploy',
            run.commit,
            `The Deploy action ran on the commit ${run.commit}${run.url === undefined ? '' : ` (${run.url})`}, not ${released}.`,
          ),
        ]
      : []),
  ];
  const gaps =
    told || run.commit !== undefined
      ? []
      : [
          gap(identityCodes.COMMIT_NOT_TOLD, {
            subject,
            reason: `The release is of the commit ${released}, and neither the pod template of ${now.kind} ${now.name}, nor its image's tag, nor a run of the Deploy action tells which commit it is of.`,
          }),
        ];
  return [findings, gaps];
}
