import { buildCommand } from '@stricli/core';
import { folderFlags, jsonFlag } from '../flags.ts';

export const list = buildCommand({
  loader: async () => (await import('../commands/list.ts')).list,
  parameters: { flags: { ...folderFlags, ...jsonFlag } },
  docs: { brief: 'List environments, suites, releases and checks' },
});
