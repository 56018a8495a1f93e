import type { Json } from '@keycloak-release-gate/core';
import { level, off } from './level.ts';
import type { Objects, Rule, Spot } from './rule.ts';
import { anyOf, gained, lost, members, onlyChanges, removed } from './spots.ts';
import { isList, isObject, isOn, textsOf, valueAt } from './values.ts';

/** Named members, also where a list of them holds their names. */
function namesIn(value: Json | undefined, name: string): readonly string[] {
  if (isList(value)) return value.flatMap((item) => (isObject(item) && typeof item[name] === 'string' ? [item[name]] : []));
  return isObject(value) ? Object.keys(value).filter((key) => key !== 'order') : [];
}

/** The policies that are enabled, each with the profiles that it applies. */
const policies = (objects: Objects): readonly Spot[] => {
  const all = valueAt(objects['client-policies'], ['policies']);
  return Object.entries(isObject(all) ? all : {})
    .filter(([, policy]) => isOn(valueAt(policy, ['enabled'])))
    .flatMap(([name, policy]) =>
      textsOf(valueAt(policy, ['profiles'])).map((value) => ({ object: 'client-policies', attribute: `policies.${name}.profiles`, value })),
    );
};

const policy: Rule = {
  id: 'client-policy-off',
  title: 'A client policy no longer applies what it applied',
  why: 'Clients that it covered may then be, or become, what it forbade.',
  source: 'Keycloak Server Administration Guide, "Client policies"; FAPI 1.0 and 2.0',
  severity: 'fail',
  remedy: 'Add the policy again, switch it on, or add the profile to it, in "Client policies" of the realm settings.',
  ...lost(['client-policies'], policies),
};

const executors = (objects: Objects): readonly Spot[] => {
  const all = valueAt(objects['client-profiles'], ['profiles']);
  return Object.entries(isObject(all) ? all : {}).flatMap(([name, profile]) =>
    namesIn(valueAt(profile, ['executors']), 'executor').map((value) => ({
      object: 'client-profiles',
      attribute: `profiles.${name}.executors`,
      value,
    })),
  );
};

const executor: Rule = {
  id: 'client-profile-weaker',
  title: 'A client profile lost something that it enforced',
  why: 'Clients under a policy with this profile may then do without it.',
  source: 'Keycloak Server Administration Guide, "Client policies"; FAPI 1.0 and 2.0',
  severity: 'fail',
  remedy: 'Add the executor to the profile again, in "Client policies" of the realm settings.',
  ...lost(['client-profiles'], executors),
};

const isRegistrationPolicy = ({ name }: { readonly name: string }): boolean => name.startsWith('ClientRegistrationPolicy/');

const registration: Rule = {
  id: 'client-registration-open',
  title: 'Clients can be registered by more hosts, or with more rights',
  why: 'Anybody whom the policies let through can make a client of the realm, and send its users there.',
  source: 'RFC 7591 section 5; Keycloak guide "Using the client registration service"',
  severity: 'fail',
  remedy: 'Add the policy again, or set it back, in "Client registration" of the menu Clients.',
  ...anyOf(
    removed('component', isRegistrationPolicy),
    onlyChanges(
      level({
        kind: 'component',
        about: isRegistrationPolicy,
        attributes: [off('config', 'host-sending-registration-request-must-match'), off('config', 'client-uris-must-match')].map(
          (attribute) => ({
            ...attribute,
            weakness: (value, object) => (value === undefined ? undefined : attribute.weakness(value, object)),
          }),
        ),
        newcomers: false,
      }),
    ),
    onlyChanges(
      gained(
        ['component'],
        members('component', ['config', 'trusted-hosts'], () => true),
        { newcomers: false },
      ),
    ),
  ),
};

export const clientPolicyRules: readonly Rule[] = [policy, executor, registration];
