import { buildCommand } from '@stricli/core';
import { environmentFlag, folderFlags, jsonFlag, labFlag } from '../flags.ts';

export const snapshot = buildCommand({
  loader: async () => (await import('../commands/snapshot.ts')).snapshot,
  parameters: {
    flags: {
      ...environmentFlag,
      realm: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        optional: true,
        placeholder: 'name',
        brief: 'Only this realm (may be repeated); without it all that the environment names',
      },
      output: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'file',
        brief: "Where to write; without it among the environment's reports",
      },
      ...folderFlags,
      ...labFlag,
      ...jsonFlag,
    },
  },
  docs: {
    brief: 'Write down how an environment is configured, to compare it later',
    fullDescription:
      'Reads every object of the realms, changes nothing, and writes one file without any secret in it. Exit code 3: something could not be read; the file is written and names it.',
  },
});
