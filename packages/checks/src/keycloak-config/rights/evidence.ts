import { z } from 'zod';

/** What the gate's reader may do in a realm, as far as its roles say. */
export const ReaderRights = z.object({
  realm: z.string(),
  reader: z.object({ realm: z.string(), clientId: z.string() }),
  /** The client whose roles these are: `realm-management`, or `<realm>-realm` in master. */
  roleClient: z.string(),
  /** Who told the roles. */
  from: z.enum(['the access token', 'the role mappings of the service account']),
  needed: z.array(
    z.object({
      role: z.string(),
      /** What is read with it. */
      reads: z.string(),
      /** `not needed`: the realm has nothing to be read with it. `not there`: this version of Keycloak has no such role. */
      state: z.enum(['held', 'missing', 'not needed', 'not there']),
    }),
  ),
  /** Roles that let the realm be changed. */
  excess: z.array(z.string()),
});
export type ReaderRights = z.infer<typeof ReaderRights>;
