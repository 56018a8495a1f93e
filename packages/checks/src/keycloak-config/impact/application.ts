import type { Application } from '@keycloak-release-gate/core';
import { z } from 'zod';

/** An application as the impact of a change is told for it. */
export const ImpactedApplication = z.object({
  id: z.string(),
  title: z.string().optional(),
  clientId: z.string(),
  /** People log in to it; a back-end logs in by itself. */
  people: z.boolean().default(true),
  /** The identity provider that its people come through. */
  provider: z.string().optional(),
});
export type ImpactedApplication = z.infer<typeof ImpactedApplication>;

/** The applications of one realm. */
export function applicationsOf(realm: string, applications: readonly Application[]): ImpactedApplication[] {
  return applications
    .filter((application) => application.realm === realm)
    .map(({ id, title, clientId, login }) => ({
      id,
      ...(title === undefined ? {} : { title }),
      clientId,
      people: login.kind === 'browser',
      ...(login.kind === 'browser' && login.broker ? { provider: login.broker.alias } : {}),
    }));
}
