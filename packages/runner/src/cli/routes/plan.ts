import { buildCommand } from '@stricli/core';
import { choiceFlags, environmentFlag, folderFlags, jsonFlag, labFlag } from '../flags.ts';

export const plan = buildCommand({
  loader: async () => (await import('../commands/plan.ts')).plan,
  parameters: { flags: { ...environmentFlag, ...choiceFlags, ...folderFlags, ...labFlag, ...jsonFlag } },
  docs: { brief: 'Show what would be looked at and judged, without looking' },
});
