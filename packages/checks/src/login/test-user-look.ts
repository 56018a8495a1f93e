import { defineCollector } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { accountOf } from './account/account.ts';
import { refusalOf } from './account/refusal.ts';
import { administrationOf } from './administration.ts';
import type { Administration } from './administration.ts';
import type { TestUser } from './test-users.ts';

/** How a test user stands in one realm. What could not be seen is absent. */
const Account = z.object({
  realm: z.string(),
  enabled: z.boolean().optional(),
  requiredActions: z.array(z.string()).optional(),
  bruteForce: z.object({ failures: z.number().int(), disabled: z.boolean() }).optional(),
  /** Failed logins after which the realm locks an account; absent where it locks none, too. */
  locksAfter: z.number().int().optional(),
});

export const TestUserAccounts = z.object({
  user: z.string(),
  /** A login of an earlier run that Keycloak refused, with credentials that are still the same. */
  refused: z.object({ at: z.string().optional(), code: z.string().optional(), file: z.string() }).optional(),
  accounts: z.array(Account),
});
export type TestUserAccounts = z.infer<typeof TestUserAccounts>;

/** A test user as the admin API shows them. Nothing is typed, and nothing counts as a login. */
export const testUserAccounts = defineCollector({
  id: 'login/test-user',
  version: 1,
  title: 'A test user',
  vantage: 'anywhere',
  evidence: TestUserAccounts,
  timeout: 60_000,
  params: (_run, { id, realms }: TestUser) => ({ user: id, realms: [...realms] }),
  uses: () => ['test-users:4'],
  collect: async ({ user: id, realms }, context) => {
    const { run, secret, signal, stateFolder } = context;
    const user = run.environment.users[id];
    if (user === undefined) throw new Error(`"${id}" is no user of the environment.`);
    const credentials = [user.password, user.totp].flatMap((reference) => (reference === undefined ? [] : secret(reference)));
    const refused = await refusalOf(accountOf(run.environment.keycloak.publicUrl, user.username, stateFolder), credentials);
    const accounts = await Promise.all(
      realms.map(async (realm) => ({ realm, ...(await accountIn(administrationOf(realm, context), user.username, signal)) })),
    );
    return { value: { user: id, accounts, ...(refused === undefined ? {} : { refused }) } };
  },
});

async function accountIn(
  administration: Administration,
  username: string,
  signal: AbortSignal,
): Promise<Omit<z.infer<typeof Account>, 'realm'>> {
  const [first, guard] = await Promise.all([administration.user(username, signal), administration.guard(signal)]);
  // No answer in time looks like no user.
  const user = first ?? (await administration.user(username, signal));
  const locks = guard?.locksAfter === undefined ? {} : { locksAfter: guard.locksAfter };
  if (user === undefined) return locks;
  const bruteForce = (await administration.bruteForce(user.id, signal)) ?? (await administration.bruteForce(user.id, signal));
  const { enabled, requiredActions } = user;
  return { ...locks, enabled, requiredActions, ...(bruteForce === undefined ? {} : { bruteForce }) };
}
