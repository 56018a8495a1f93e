import { buildCommand } from '@stricli/core';
import { folderFlags, labFlag } from '../flags.ts';

export const promotion = buildCommand({
  loader: async () => (await import('../commands/promotion.ts')).promotion,
  parameters: {
    flags: {
      release: { kind: 'parsed', parse: String, optional: true, placeholder: 'id', brief: 'The release; without it the one that is open' },
      env: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        optional: true,
        placeholder: 'id=file|run',
        brief: 'What stands for an environment (may be repeated): test=before.json, acc=<run>; without it, it is looked at as it is now',
      },
      through: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'environment',
        brief: 'The last environment that it must have arrived in; without it all of the release',
      },
      format: { kind: 'enum', values: ['terminal', 'html', 'markdown', 'json'], default: 'terminal', brief: 'How it is shown' },
      output: { kind: 'parsed', parse: String, optional: true, placeholder: 'file', brief: 'Where to write; without it standard output' },
      ...folderFlags,
      ...labFlag,
    },
  },
  docs: {
    brief: 'Say in which environments the changes of a release have arrived, and what differs besides',
    fullDescription:
      "Takes the environments of the release in their order. Each announced change has arrived, has not yet, is otherwise, or nobody can see it; what else differs between neighbours is told. Addresses are told by the environments' own files. Exit code 0 all arrived and nothing else differs, 1 not, 2 bad usage, 3 something could not be seen.",
  },
});
