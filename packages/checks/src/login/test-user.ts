import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import type { Fact, Finding, Gap, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { discoveryAndKeys } from '../oidc/discovery-and-keys.ts';
import { codes } from './codes.ts';
import { obstacle } from './obstacle.ts';
import { testUserAccounts } from './test-user-look.ts';
import type { TestUserAccounts } from './test-user-look.ts';
import type { TestUser } from './test-users.ts';

type Account = TestUserAccounts['accounts'][number];

/** A test user can log in, as far as the admin API tells: enabled, with nothing to do first, and no failed login on record. One per user. */
export const testUser = defineCheck({
  id: 'login/test-user',
  title: 'The test user may log in',
  why: 'What is wrong with a user is wrong with every application that they log in to, and a try would bring them nearer to a lock.',
  severity: ({ severity }: TestUser) => (severity === 'warning' ? 'warning' : 'blocker'),
  about: ({ id }) => id,
  reads: { seen: testUserAccounts },
  needs: [{ check: discoveryAndKeys.check, of: ({ realms }) => realms }],
  expects: z.object({
    /** False where the user logs in through another identity provider alone, and the realm need not know them. */
    known: z.boolean().default(true),
  }),
  expected: (_run, { fromElsewhere }) => ({ known: !fromElsewhere }),
  judge: ({ seen }, { known }) => judge(seen, known),
});

function judge(seen: TestUserAccounts, known: boolean): Judgement {
  const subject = `user/${seen.user}`;
  const each = seen.accounts.map((account) => ofAccount(subject, account, seen.refused, known));
  return {
    findings: each.flatMap(({ findings }) => findings),
    gaps: each.flatMap(({ gaps }) => gaps),
    facts: seen.accounts.map(factOf),
  };
}

function ofAccount(
  subject: string,
  account: Account,
  refused: TestUserAccounts['refused'],
  known: boolean,
): { readonly findings: readonly Finding[]; readonly gaps: readonly Gap[] } {
  const { realm, enabled, requiredActions = [], bruteForce, locksAfter } = account;
  const failure = obstacle(
    // The password of somebody from elsewhere is another provider's: this realm cannot forgive what that one refused.
    {
      ...(enabled === undefined ? {} : { user: { enabled, requiredActions } }),
      ...(bruteForce === undefined ? {} : { bruteForce }),
      ...(locksAfter === undefined || !known ? {} : { guard: { locksAfter } }),
    },
    refused,
  );
  if (failure === undefined) {
    const hidden = enabled === undefined ? 'showed the gate no such user' : 'did not show the gate whether the user is locked';
    const isSeen = enabled !== undefined && bruteForce !== undefined;
    return {
      findings: isSeen || !known ? [] : [finding(codes.USER_NOT_SEEN, { subject, message: `Realm "${realm}" ${hidden}.` })],
      gaps: [],
    };
  }
  const message = [
    `${codes[failure.code].title}, in realm "${realm}"${failure.detail === undefined ? '' : `: ${failure.detail}`}.`,
    ...(bruteForce && (bruteForce.failures > 0 || bruteForce.disabled)
      ? [`Failed logins on record: ${bruteForce.failures}${bruteForce.disabled ? ', and the user is locked' : ''}.`]
      : []),
  ].join(' ');
  // The gate does not try with a locked user, so that nobody knows whether people get in.
  return failure.code === 'LOCKED'
    ? { findings: [], gaps: [gap(codes.LOCKED, { subject, reason: message })] }
    : { findings: [finding(codes[failure.code], { subject, message })], gaps: [] };
}

const factOf = ({ realm, enabled, bruteForce }: Account): Fact => ({
  name: `in realm ${realm}`,
  value:
    enabled === undefined
      ? 'not seen'
      : bruteForce === undefined
        ? 'whether it is locked was not seen'
        : `${enabled ? 'enabled' : 'disabled'}, ${bruteForce.failures} failed logins on record`,
});
