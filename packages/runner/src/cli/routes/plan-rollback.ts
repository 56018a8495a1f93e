import { buildCommand } from '@stricli/core';
import { environmentFlag, folderFlags, labFlag } from '../flags.ts';

export const planRollback = buildCommand({
  loader: async () => (await import('../commands/plan-rollback.ts')).planRollback,
  parameters: {
    flags: {
      ...environmentFlag,
      release: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'id',
        brief: 'The release; without it the one that is open for the environment',
      },
      rehearse: {
        kind: 'boolean',
        optional: true,
        brief: 'Restore the newest backup here, and try both versions on it; without it where this machine may',
      },
      format: { kind: 'enum', values: ['terminal', 'json'], default: 'terminal', brief: 'How it is shown' },
      output: { kind: 'parsed', parse: String, optional: true, placeholder: 'file', brief: 'Where to write; without it standard output' },
      ...folderFlags,
      ...labFlag,
    },
  },
  docs: {
    brief: 'Say whether rolling a release back needs the database restored, and why',
    fullDescription:
      "Reads the database, restores the newest backup into a server of its own, asks the new version what it would migrate, and rehearses the way back: the new version migrates the copy and is used, then the old one starts on what is left. The plan is A (redeploy), B (restore the database), or nobody could tell, which counts as B; it is written beside the environment's reports, and pre-release holds the release against it. Exit code 0 the declared plan is strong enough, 1 it is too weak, 2 bad usage, 3 the copy could not be removed.",
  },
});
