import { buildCommand } from '@stricli/core';

export const report = buildCommand({
  loader: async () => (await import('../commands/report.ts')).report,
  parameters: {
    flags: {
      output: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'folder',
        brief: 'Where to write; without it only the terminal report is shown',
      },
    },
    positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'run', brief: "A run's folder" }] },
  },
  docs: { brief: 'Render the reports of a recorded run again' },
});
