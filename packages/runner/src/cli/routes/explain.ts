import { buildCommand } from '@stricli/core';

export const explain = buildCommand({
  loader: async () => (await import('../commands/explain.ts')).explain,
  parameters: {
    flags: {},
    positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'id', brief: 'The id of a check, or the code of a finding' }] },
  },
  docs: { brief: 'Explain a check or a finding code' },
});
