import type { Exhibit, Finding } from '@keycloak-release-gate/core';
import type { KnownBefore } from './baseline/known-before.ts';
import type { MessageGroup } from './message-groups.ts';
import { knowledgeOf } from './message-knowledge.ts';
import { subjectOf } from './message-verdict.ts';

/** All errors and warnings of the logs, what is known of each, and what was found in it. */
export const messagesTable = (groups: readonly MessageGroup[], found: readonly Finding[], before: KnownBefore): Exhibit[] =>
  groups.length === 0
    ? []
    : [
        {
          kind: 'table',
          title: 'Errors and warnings in the logs',
          columns: ['Level', 'Verdict', 'Before', 'Times', 'First', 'Last', 'Pods', 'Message', 'What is known of it'],
          rows: groups.map((group) => {
            const known = knowledgeOf(group);
            const finding = found.find(({ subject }) => subject === subjectOf(group));
            return [
              group.level,
              finding ? `${finding.severity}: ${finding.code.replace(/^.*\//, '')}` : known.kind,
              was(group, before),
              String(group.count),
              group.first ?? '',
              group.last ?? '',
              group.pods.join(', '),
              group.excerpt,
              known.kind === 'not known' ? (known.why ?? 'not known') : known.why,
            ];
          }),
        },
      ];

function was({ fingerprint }: MessageGroup, before: KnownBefore): string {
  if (before.hours === undefined || before.hours === 0) return 'no baseline';
  const there = before.message(fingerprint);
  return there && !there.onlyLater ? 'was there' : 'new';
}
