import { z } from 'zod';

const Names = z.array(z.string());

/** What a server is made of, beside its configuration. */
export const Server = z.object({
  /** Since 26.4 shown to administrators of realm `master` and to who may manage a realm, only (keycloak#42859). */
  version: z.string().optional(),
  /** Names of providers, those of extensions too, by the name of what they provide: `eventsListener` → `email`, `jboss-logging`. */
  providers: z.record(z.string(), Names),
  /** Names of themes by what they clothe: `login`, `account`, `admin`, `email`, `welcome`, `common`. */
  themes: z.record(z.string(), Names),
  /** Whether each feature is on. */
  features: z.record(z.string(), z.boolean()),
});

export type Server = z.infer<typeof Server>;
