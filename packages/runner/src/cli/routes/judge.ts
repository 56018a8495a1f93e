import { buildCommand } from '@stricli/core';
import { jsonFlag } from '../flags.ts';

export const judge = buildCommand({
  loader: async () => (await import('../commands/judge.ts')).judge,
  parameters: {
    flags: { ...jsonFlag },
    positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'run', brief: "A run's folder" }] },
  },
  docs: { brief: 'Judge a recorded run again' },
});
