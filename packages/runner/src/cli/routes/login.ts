import { buildCommand } from '@stricli/core';
import { environmentFlag, folderFlags, labFlag } from '../flags.ts';

export const login = buildCommand({
  loader: async () => (await import('../commands/login.ts')).login,
  parameters: {
    flags: {
      ...environmentFlag,
      headed: { kind: 'boolean', default: false, withNegated: false, brief: 'Show the browser' },
      step: { kind: 'boolean', default: false, withNegated: false, brief: 'Wait for Enter before each thing that is done' },
      ...folderFlags,
      ...labFlag,
    },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, placeholder: 'application', brief: 'The id of an application of the environment' }],
    },
  },
  docs: {
    brief: 'Log in to one application and out of it, and watch: for whoever writes its entry',
    fullDescription:
      'Takes the same way as a run and judges it by the same rules; it records nothing. Tells each page, what is done on it, and, where it stops, what is on that page instead. Exit code 0: logged in and out as the entry says, 1: not, 2: the entry or the environment is not right, 3: it could not be seen.',
  },
});
