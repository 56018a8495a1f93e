import { buildCommand } from '@stricli/core';
import { environmentFlag, folderFlags, jsonFlag, labFlag } from '../flags.ts';

export const doctor = buildCommand({
  loader: async () => (await import('../commands/doctor.ts')).doctor,
  parameters: { flags: { ...environmentFlag, ...folderFlags, ...labFlag, ...jsonFlag } },
  docs: { brief: 'Say what is missing before an environment can be verified' },
});
