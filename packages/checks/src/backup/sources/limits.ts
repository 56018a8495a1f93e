import type { Environment } from '@keycloak-release-gate/core';
import { z } from 'zod';

/** What is asked of the newest backup of any source that is no directory. */
export const backupLimits = z.object({
  warnAfterHours: z.number().positive().default(12),
  failAfterHours: z.number().positive().default(24),
  /** Of the same calendar day, in this time zone. */
  sameDay: z.boolean().default(false),
  timeZone: z.string().default('UTC'),
  smallestBytes: z.number().int().positive().optional(),
});

/** And of the write-ahead log that belongs to it. */
export const walLimits = z.object({
  walWarnMinutes: z.number().positive().default(15),
  walFailMinutes: z.number().positive().default(60),
});

/** As the environment says them. */
export const limitsOf = ({ backups, timeZone }: Pick<Environment, 'backups' | 'timeZone'>) => ({
  timeZone,
  ...(backups
    ? {
        warnAfterHours: backups.warnAfterHours,
        failAfterHours: backups.failAfterHours,
        sameDay: backups.sameDay,
        walWarnMinutes: backups.walWarnMinutes,
        walFailMinutes: backups.walFailMinutes,
      }
    : {}),
  ...(backups?.smallestBytes === undefined ? {} : { smallestBytes: backups.smallestBytes }),
});
