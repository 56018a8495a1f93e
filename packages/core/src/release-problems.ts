import { compareVersions, parseVersion } from './keycloak-version.ts';
import type { Problem } from './problem.ts';
import type { Release } from './release.ts';
import { unwaivableProblems, waivedByAuthorProblems } from './waiver.ts';

/** What is wrong with a release that its schema does not tell: members that contradict each other. `message` says which. */
export function releaseProblems(release: Release): Problem[] {
  return [...versionProblems(release), ...environmentProblems(release), ...timeProblems(release), ...waiverProblems(release)];
}

function versionProblems({ keycloak: { from, to } }: Release): Problem[] {
  const malformed = Object.entries({ from, to }).filter(([, version]) => parseVersion(version) === undefined);
  if (malformed.length > 0)
    return malformed.map(([member, version]) => ({
      code: 'VERSION_MALFORMED',
      message: `keycloak.${member}: ${JSON.stringify(version)} is no version of Keycloak.`,
      remedy: 'Write it as Keycloak does: 26.7.4.',
    }));
  if (!(compareVersions(from, to) > 0)) return [];
  return [
    {
      code: 'VERSIONS_REVERSED',
      message: `keycloak: the release leads from ${from} back to ${to}.`,
      remedy: 'Swap the two. Going back to an older version is a rollback, and no release: Keycloak does not migrate back.',
    },
  ];
}

function environmentProblems({ environments }: Release): Problem[] {
  const twice = [...new Set(environments.filter((id, index) => environments.indexOf(id) !== index))];
  return twice.map((id) => ({
    code: 'ENVIRONMENT_TWICE',
    message: `environments: "${id}" stands there twice.`,
    remedy: 'Name each environment once, in the order in which the release goes to them.',
  }));
}

function timeProblems({ window, confirmations }: Release): Problem[] {
  const reversed =
    window && Date.parse(window.to) <= Date.parse(window.from)
      ? [
          {
            code: 'WINDOW_REVERSED',
            message: `window: it ends at ${window.to}, and begins only at ${window.from}.`,
            remedy: 'Write its beginning into `from` and its end into `to`.',
          },
        ]
      : [];
  const never = confirmations.flatMap(({ type, person, validFrom, expiresAt }, index) =>
    Date.parse(expiresAt) <= Date.parse(validFrom)
      ? [
          {
            code: 'CONFIRMATION_NEVER_VALID',
            message: `confirmations.${index}: the ${type} by ${person} expires at ${expiresAt}, and is valid only from ${validFrom} on.`,
            remedy: 'Correct `validFrom` and `expiresAt`.',
          },
        ]
      : [],
  );
  return [...reversed, ...never];
}

/** In a closed release they are history: they count for nothing where it is judged. */
const waiverProblems = ({ status, waivers, author }: Release): Problem[] =>
  status === 'closed' ? [] : [...unwaivableProblems(waivers), ...waivedByAuthorProblems(waivers, author)];
