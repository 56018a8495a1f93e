import { ListedBackups } from '@keycloak-release-gate/checks';
import { z } from 'zod';

/** The JSON schema of what an environment's `backups.command` prints. */
export const backupsSchema = (): string => `${JSON.stringify(z.toJSONSchema(ListedBackups, { io: 'input' }), null, 2)}\n`;
