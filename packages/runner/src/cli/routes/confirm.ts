import { buildCommand } from '@stricli/core';
import { folderFlags, jsonFlag } from '../flags.ts';

const text = (placeholder: string, brief: string) => ({ kind: 'parsed', parse: String, optional: true, placeholder, brief }) as const;

export const confirm = buildCommand({
  loader: async () => (await import('../commands/confirm.ts')).confirm,
  parameters: {
    positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'release', brief: 'The id of the release' }] },
    flags: {
      list: { kind: 'boolean', default: false, withNegated: false, brief: 'Show what is confirmed, whether it holds now, and why not' },
      type: text('type', "What is confirmed: 'parties contacted', 'logs reviewed', 'board approval', 'stand-by engineer', 'on the call' …"),
      person: text('name', 'Who says it; never the author of the release'),
      role: text('role', 'In what role they say it'),
      statement: text('text', 'What they say'),
      environment: text('id', 'Where it holds; without it wherever the release goes. Of logs: whose logs were reviewed'),
      application: text('id', "The application of an 'application login'"),
      validFrom: text('time', 'From when on it holds, ISO 8601 with an offset; without it from now on'),
      expires: text('time', 'Until when it holds, ISO 8601 with an offset; without it as long as is usual for its type'),
      for: text('length', 'For how long it holds: 90m, 8h, 3d'),
      backup: text('sha256', 'The backup that it rests on: its SHA-256, or `pinned` for the one of the newest pre-release run'),
      evidenceUrl: text('url', 'Where it can be seen: a ticket, a message'),
      contact: text('contact', 'How the person is reached; it is in no report'),
      confirmedBy: text('name', "Who writes it down; without it git's user.name, which must not be the author either way"),
      ...folderFlags,
      ...jsonFlag,
    },
  },
  docs: {
    brief: 'Write down what only a person can say about a release',
    fullDescription:
      'Adds a confirmation to scenarios/releases/<release>.confirmations.jsonl, a chain of hashes that is only ever added to, and says what to commit. On a terminal it asks what was not said. Exit code 0, or 2 where it would never count.',
  },
});
