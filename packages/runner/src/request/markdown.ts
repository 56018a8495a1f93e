import { markdownCode, markdownText } from '../report/markdown-text.ts';
import type { ReleaseRequest } from './model.ts';
import { sentenceOf, titleOfVerdict, versionsOf } from './words.ts';

/** The request as a text for a ticket: the same as the page, in the same order. */
export function markdownRequest(request: ReleaseRequest): string {
  const { release, target, impact, rollback } = request;
  const text = markdownText;
  const section = (title: string, ...lines: readonly string[]): string[] => [
    '',
    `## ${title}`,
    '',
    ...(lines.length === 0 ? ['None.'] : lines),
  ];
  return [
    `# ${titleOfVerdict(request)}: ${text(release.title)} (${text(release.id)}) to ${text(target.title)}`,
    '',
    text(sentenceOf(request)),
    '',
    `- Keycloak ${text(versionsOf(request))}`,
    ...(release.image === undefined ? [] : [`- Image ${markdownCode(release.image)}`]),
    `- Planned: ${release.window ? `${text(release.window.from)} to ${text(release.window.to)}` : 'once it is approved'}`,
    `- Author: ${text(release.author ?? 'not named')}`,
    `- Parties: ${text(release.parties.join(', ') || 'none named')}`,
    ...(request.missing.length === 0
      ? []
      : section('What is missing', ...request.missing.map(({ what, next, who }) => `- ${text(what)}\n  - ${text(who)}: ${text(next)}`))),
    ...section(
      'What changes',
      text(release.description),
      '',
      ...(request.changes.length === 0
        ? ['No change of the configuration is announced.']
        : request.changes.map((words) => `- ${markdownCode(words)}`)),
    ),
    ...section('Impact', text(impact.declared), '', ...impact.computed.map((words) => `- ${text(words)}`)),
    ...section(
      'Is restoring a database backup needed to roll it back?',
      `**${text(rollback.answer)}.** ${text(rollback.verdict)}`,
      '',
      `- Declared: plan ${rollback.declared.plan}. ${text(rollback.declared.reason)}`,
      ...(rollback.computed
        ? [`- Computed for ${text(rollback.computed.environment)}, ${text(rollback.computed.at)}: ${text(rollback.computed.because)}`]
        : []),
      ...(rollback.lost === '' ? [] : [`- ${text(rollback.lost)}`]),
    ),
    ...section(
      'Evidence',
      ...request.evidence.map(
        ({ place, words, run }) =>
          `- **${text(place.title)}**: ${text(words)}${run ? `\n  - ${text(run.suite)}, run ${markdownCode(run.id)}, ${text(run.finishedAt)}\n  - ${markdownCode(`${run.folder}/report.html`)}\n  - SHA-256 of its manifest ${markdownCode(run.sha256)}` : ''}`,
      ),
    ),
    ...section(
      'What people said',
      ...request.confirmations.map(
        ({ type, state, words }) => `- **${text(type)}**${state === 'given' ? '' : ` (${state})`}: ${text(words)}`,
      ),
    ),
    ...section(
      'Risks',
      ...request.risks.map(
        ({ words, code, where }) =>
          `- ${text(words)}${code === undefined ? '' : ` ${markdownCode(code)}`}${where.length === 0 ? '' : `, on ${text(where.join(', '))}`}`,
      ),
    ),
    ...section(
      'Waivers',
      ...request.waivers.map(
        ({ waiver, state }) =>
          `- ${markdownCode(`${waiver.code} on ${waiver.subject}`)}: ${text(waiver.reason)}${waiver.ticket === undefined ? '' : ` (${text(waiver.ticket)})`}\n  - accepted by ${text(waiver.owner)} until ${text(waiver.expires)}${state === 'valid' ? '' : ` (${state})`}`,
      ),
    ),
    '',
    `Made ${text(request.at)} by keycloak-release-gate ${text(request.tool)}.`,
    '',
  ].join('\n');
}
