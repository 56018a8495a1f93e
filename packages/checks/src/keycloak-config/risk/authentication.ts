import type { Json } from '@keycloak-release-gate/core';
import { above, below, level, off, on, ranked } from './level.ts';
import type { Comparison, Objects, Rule, Spot } from './rule.ts';
import { anyOf, gained, lost, members, onlyChanges, removed } from './spots.ts';
import { isObject, isOn, numberOf, objectsOf, textOf, valueAt } from './values.ts';
import type { Named } from './values.ts';

const bruteForceOff: Rule = {
  id: 'brute-force-off',
  title: 'Nothing stops the guessing of passwords',
  why: 'Anybody may try passwords of any user, as many as the server can check.',
  source: 'kcwarden RealmBruteForceProtectionDisabled; keycloak-config-verifyer KC-SEC-001; OWASP Authentication Cheat Sheet',
  severity: 'fail',
  remedy: 'Switch "Brute force detection" on in Security defenses of the realm settings.',
  ...level({ kind: 'realm', attributes: [off('bruteForceProtected')] }),
};

const bruteForceLooser: Rule = {
  id: 'brute-force-looser',
  title: 'More passwords can be guessed before a user is locked, or the lock is shorter',
  why: 'Each of these numbers is a factor of how many passwords an attacker can try in a day.',
  source: 'OWASP Authentication Cheat Sheet, "Account Lockout"; Keycloak Server Administration Guide, "Brute force attacks"',
  severity: 'warn',
  remedy: 'Set the values of "Brute force detection" back in Security defenses of the realm settings.',
  ...onlyChanges(
    level({
      kind: 'realm',
      about: ({ object }) => isOn(object['bruteForceProtected']),
      attributes: [
        above(0, ['failureFactor']),
        ...['waitIncrementSeconds', 'maxFailureWaitSeconds', 'minimumQuickLoginWaitSeconds', 'maxDeltaTimeSeconds'].map((name) =>
          below(Number.MAX_SAFE_INTEGER, [name]),
        ),
        off('permanentLockout'),
      ],
    }),
  ),
};

const otp: Rule = {
  id: 'one-time-code-weaker',
  title: 'One-time codes are easier to guess, or work longer or twice',
  why: 'A code that was looked at or caught then still opens the account.',
  source: 'RFC 6238 sections 4.1 and 5.2; RFC 4226 section 7.3',
  severity: 'warn',
  remedy: 'Set the values back on the tab "OTP policy" of Authentication > Policies.',
  ...onlyChanges(
    level({
      kind: 'realm',
      attributes: [
        on('otpPolicyCodeReusable'),
        above(1, ['otpPolicyLookAheadWindow']),
        above(30, ['otpPolicyPeriod']),
        below(8, ['otpPolicyDigits']),
        ranked(['HmacSHA512', 'HmacSHA256', 'HmacSHA1'], ['otpPolicyAlgorithm']),
      ],
    }),
  ),
};

const userVerification: Rule = {
  id: 'passkey-without-user',
  title: 'A passkey works without proof that its owner holds it',
  why: 'Without PIN or fingerprint, a device that was found or stolen is the login.',
  source: 'W3C Web Authentication Level 2 section 5.8.6',
  severity: 'warn',
  remedy: 'Set "User verification requirement" back on the Webauthn tabs of Authentication > Policies.',
  ...onlyChanges(
    level({
      kind: 'realm',
      attributes: ['webAuthnPolicyUserVerificationRequirement', 'webAuthnPolicyPasswordlessUserVerificationRequirement'].map((name) =>
        ranked(['required', 'preferred', 'not specified', 'discouraged'], [name]),
      ),
    }),
  ),
};

/** Actions without which users have no way to a stronger account. */
const guarding = new Set([
  'CONFIGURE_TOTP',
  'UPDATE_PASSWORD',
  'VERIFY_EMAIL',
  'VERIFY_PROFILE',
  'TERMS_AND_CONDITIONS',
  'webauthn-register',
]);

const requiredAction: Rule = {
  id: 'required-action-off',
  title: 'Users are no longer asked to do what protects their accounts',
  why: 'An action that is disabled is skipped, also for the users that it was set for.',
  source: 'Keycloak Server Administration Guide, "Defining actions required at login"',
  severity: 'fail',
  remedy: 'Switch the action on again ("Enabled", "Set as default action") on the tab "Required actions" of Authentication.',
  ...anyOf(
    onlyChanges(
      level({
        kind: 'required-action',
        about: ({ name }) => guarding.has(name),
        attributes: [off('enabled'), off('defaultAction')],
        newcomers: false,
      }),
    ),
    removed('required-action', ({ name, object }) => guarding.has(name) && isOn(object['enabled'])),
  ),
};

/** The steps of a flow by name, with how much each counts. */
const stepsOf = ({ object }: Named): readonly (readonly [name: string, requirement: string])[] =>
  Object.entries(isObject(object['executions']) ? object['executions'] : {}).map(([name, step]) => [
    name,
    textOf(valueAt(step, ['requirement'])),
  ]);

/** Steps that a login cannot go around, by how much they ask. */
const strength = new Map([
  ['REQUIRED', 2],
  ['CONDITIONAL', 1],
  ['ALTERNATIVE', 0],
  ['DISABLED', 0],
]);

const step: Rule = {
  id: 'login-step-weaker',
  title: 'A login can go around a step that it had to take',
  why: 'A step that is required, or required under a condition, guards a login only as long as there is no way around it.',
  source: 'Keycloak Server Administration Guide, "Execution requirements"',
  severity: 'fail',
  remedy: 'Set the requirement of the step back in Authentication > Flows.',
  kinds: ['flow'],
  worse: (before, after) => {
    const now = new Map(objectsOf(after, 'flow').map((flow) => [flow.key, new Map(stepsOf(flow))]));
    return objectsOf(before, 'flow').flatMap((flow) => {
      const steps = now.get(flow.key);
      if (!steps) return [];
      return stepsOf(flow).flatMap(([name, was]) => {
        const is = steps.get(name);
        const weaker = (strength.get(was) ?? 0) > (is === undefined ? 0 : (strength.get(is) ?? Infinity));
        return weaker
          ? [{ object: flow.key, attribute: `executions.${name}.requirement`, before: was, ...(is === undefined ? {} : { after: is }) }]
          : [];
      });
    });
  },
  already: () => [],
};

/** Steps that let somebody in who proved nothing more. */
const open = new Set(['idp-auto-link', 'allow-access-authenticator', 'idp-detect-existing-broker-user']);

const openSteps = (objects: Objects): readonly Spot[] =>
  objectsOf(objects, 'flow').flatMap((flow) =>
    stepsOf(flow)
      .filter(([name, requirement]) => open.has(name.replace(/ \(\d+\)$/, '')) && requirement !== 'DISABLED')
      .map(([name]): Spot & { readonly value: Json } => ({ object: flow.key, attribute: 'executions', value: name })),
  );

const openStep: Rule = {
  id: 'login-step-open',
  title: 'A flow has a step that lets people in, or links accounts, without asking them',
  why: 'With accounts linked by themselves, whoever controls an account of that mail address elsewhere has the account here.',
  source: 'Keycloak Server Administration Guide, "Automatically link existing first login flow"',
  severity: 'fail',
  remedy: 'Remove the step in Authentication > Flows, or let the user prove that the account is theirs.',
  ...gained(['flow'], openSteps),
};

/** The levels that a realm or a client knows by name, as numbers. */
const levelsOf = ({ object }: Named): readonly (readonly [name: string, level: number])[] => {
  const map = valueAt(object, ['attributes', 'acr.loa.map']);
  return Object.entries(isObject(map) ? map : {}).flatMap(([name, value]) => {
    const number = numberOf(value);
    return number === undefined ? [] : [[name, number] as const];
  });
};

/** Where a name stands for less than it did. */
const lowerLevels = (kind: 'realm' | 'client'): Comparison => ({
  kinds: [kind],
  worse: (before, after) => {
    const old = new Map(objectsOf(before, kind).map((named) => [named.key, new Map(levelsOf(named))]));
    return objectsOf(after, kind).flatMap((named) =>
      levelsOf(named).flatMap(([name, is]) => {
        const was = old.get(named.key)?.get(name);
        return was !== undefined && is < was
          ? [{ object: named.key, attribute: `attributes.acr.loa.map.${name}`, before: was, after: is }]
          : [];
      }),
    );
  },
  already: () => [],
});

/** How long a level counts as proven, in seconds, by flow and step. */
const proofAges: Comparison = {
  kinds: ['flow'],
  worse: (before, after) => {
    const ages = ({ object }: Named): ReadonlyMap<string, number> =>
      new Map(
        Object.entries(isObject(object['executions']) ? object['executions'] : {}).flatMap(([name, each]) => {
          const age = numberOf(valueAt(each, ['config', 'values', 'loa-max-age']));
          return age === undefined ? [] : [[name, age] as const];
        }),
      );
    const old = new Map(objectsOf(before, 'flow').map((flow) => [flow.key, ages(flow)]));
    return objectsOf(after, 'flow').flatMap((flow) =>
      [...ages(flow)].flatMap(([name, is]) => {
        const was = old.get(flow.key)?.get(name);
        const attribute = `executions.${name}.config.values.loa-max-age`;
        return was !== undefined && is > was ? [{ object: flow.key, attribute, before: was, after: is }] : [];
      }),
    );
  },
  already: () => [],
};

const lowerLevel: Rule = {
  id: 'level-of-login-lower',
  title: 'A login of a stronger kind is asked for by less than it was',
  why: 'An application that asks for a second factor then believes that there was one.',
  source: 'Keycloak Server Administration Guide, "Step-up authentication"; OpenID Connect Core 1.0 section 5.5.1.1',
  severity: 'fail',
  remedy: 'Set "ACR to LoA Mapping" of the realm or of the client, "Minimum ACR value" of the client, or "Max Age" of the condition back.',
  ...anyOf(
    lowerLevels('realm'),
    lowerLevels('client'),
    proofAges,
    lost(
      ['client'],
      (objects) =>
        members(
          'client',
          ['attributes', 'minimum.acr.value'],
          () => true,
        )(objects).map(({ object }) => ({
          object,
          attribute: 'attributes.minimum.acr.value',
        })),
      { stays: true },
    ),
  ),
};

export const authenticationRules: readonly Rule[] = [
  bruteForceOff,
  bruteForceLooser,
  otp,
  userVerification,
  requiredAction,
  step,
  openStep,
  lowerLevel,
];
