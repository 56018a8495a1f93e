import { compareVersions, ConfigurationError, Release, releaseProblems } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';
import { questions, windowOf } from './answers.ts';
import type { Answers, Known } from './answers.ts';
import type { NewRelease } from './file-text.ts';

/** What is answered by flags alone. */
export interface Choices {
  /** The release changes configuration only. */
  readonly configurationOnly: boolean;
  readonly soakHours?: number;
}

/** The release that the answers describe. Throws a ConfigurationError with all that is missing or wrong, by its flags. */
export function definitionOf(answers: Answers, choices: Choices, known: Known, now: Date): NewRelease {
  const problems = questions.flatMap((question): Problem[] => {
    const answer = answers[question.name];
    const parts = (answer === undefined ? [] : typeof answer === 'string' ? [answer] : answer).filter((part) => part.trim() !== '');
    if (parts.length === 0)
      return question.optional
        ? []
        : [
            {
              code: 'ANSWER_MISSING',
              message: `${question.ask}: it is not said.`,
              where: question.flag,
              remedy: `Give it: ${question.flag} '${question.like.split(', ')[0] ?? ''}'`,
            },
          ];
    return parts.flatMap((part) => {
      const wrong = question.wrong?.(part, known);
      return wrong === undefined ? [] : [{ code: 'ANSWER_WRONG', message: wrong, where: question.flag }];
    });
  });
  const { id = '', title = '', description = '', from = '', to = '', environments = [], plan, reason = '', impact = '' } = answers;
  const { image, commit, parties, author } = answers;
  const window = answers.window === undefined ? undefined : windowOf(answers.window);
  if (window && Date.parse(window.to) <= now.getTime())
    problems.push({
      code: 'WINDOW_PAST',
      message: `The window ended at ${window.to}; it is ${now.toISOString()}.`,
      where: '--window',
      remedy: 'Plan the release for a time to come.',
    });
  if (compareVersions(from, to) === 0 && !choices.configurationOnly && image === undefined && commit === undefined)
    problems.push({
      code: 'NOTHING_TO_TELL_BY',
      message: `The version stays ${to}, and neither an image nor a commit is named: nobody could tell whether anything was deployed.`,
      where: '--image, --commit',
      remedy: 'Name the image with its digest, or the commit; or say --configuration-only where nothing is deployed.',
    });
  if (choices.soakHours !== undefined && !(choices.soakHours >= 0 && choices.soakHours <= 24 * 31))
    problems.push({
      code: 'ANSWER_WRONG',
      message: `${choices.soakHours} hours are no time for which a release is watched.`,
      where: '--soak-hours',
      remedy: 'Give a number of hours from 0 to 744.',
    });
  const release: NewRelease = {
    id,
    title,
    description,
    environments: [...environments],
    keycloak: { from, to },
    ...(image === undefined ? {} : { image }),
    ...(commit === undefined ? {} : { commit }),
    ...(choices.configurationOnly ? { deploys: false } : {}),
    rollback: { plan: plan === 'A' ? 'A' : 'B', reason },
    impact,
    ...(parties === undefined ? {} : { parties: [...parties] }),
    ...(window === undefined ? {} : { window }),
    ...(choices.soakHours === undefined ? {} : { soakHours: choices.soakHours }),
    ...(author === undefined ? {} : { author }),
  };
  const parsed = Release.safeParse(release);
  if (problems.length === 0) {
    if (parsed.success) problems.push(...releaseProblems(parsed.data));
    else
      problems.push(...parsed.error.issues.map(({ path, message }) => ({ code: 'BAD_RELEASE', message: `${path.join('.')}: ${message}` })));
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return release;
}
