import { PrintedConfirmations } from '@keycloak-release-gate/core';
import { z } from 'zod';

/** The JSON schema of what an environment's `confirmations.command` prints. */
export const confirmationsSchema = (): string => `${JSON.stringify(z.toJSONSchema(PrintedConfirmations, { io: 'input' }), null, 2)}\n`;
