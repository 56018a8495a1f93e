import { buildCommand } from '@stricli/core';
import { jsonFlag } from '../flags.ts';

export const policy = buildCommand({
  loader: async () => (await import('../commands/policy.ts')).policy,
  parameters: {
    flags: {
      scenarios: { kind: 'parsed', parse: String, default: 'scenarios', placeholder: 'folder', brief: 'Where the scenarios are' },
      markdown: { kind: 'boolean', default: false, withNegated: false, brief: 'Tables of Markdown instead of text' },
      ...jsonFlag,
    },
  },
  docs: {
    brief: 'Show what covers each sentence of the policy',
    fullDescription:
      'The traceability matrix: each sentence of scenarios/policy.ts with the steps of the suites that prove it and their checks, the confirmations, what commands write down; or why nothing can prove it. Exit code 0 where each sentence is accounted for, 1 where one is not.',
  },
});
