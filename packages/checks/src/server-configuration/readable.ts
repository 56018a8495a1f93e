import { defineCheck } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { serverConfiguration } from '../kubernetes/server-configuration/collector.ts';
import { kindCounts, missingWorkload, plainSecretFindings } from './findings.ts';

/** The server's own configuration can be read: what is compared after the release stands on it. */
export const serverConfigurationReadable = defineCheck({
  id: 'server-configuration/readable',
  title: "The server's own configuration can be read",
  why: 'The Deploy action may change more than the image. What cannot be read before a release cannot be compared after it.',
  reads: { now: serverConfiguration },
  expects: z.object({}),
  judge: ({ now }) => (now.exists ? { findings: plainSecretFindings(now), facts: kindCounts(now) } : { findings: [missingWorkload(now)] }),
});
