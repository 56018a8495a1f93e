import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { isList } from '../diff/same.ts';

/** A provider or a theme that an object of a realm names. */
export interface Named {
  /** `client/portal`. */
  readonly object: string;
  /** `attributes.login_theme`. */
  readonly attribute: string;
  readonly kind: 'provider' | 'theme';
  /** What it provides, any of these, as servers name it (any at all where there is none); or what the theme clothes. */
  readonly of: readonly string[];
  readonly name: string;
}

/** Where objects of a kind name providers or themes: the path inside of the object, its steps divided by dots. */
interface Place {
  readonly kind: string;
  readonly at: RegExp;
  readonly theme?: string;
  readonly of?: readonly string[];
}

const anyProvider: readonly string[] = [];

const places: readonly Place[] = [
  { kind: 'realm', at: /^loginTheme$/, theme: 'login' },
  { kind: 'realm', at: /^accountTheme$/, theme: 'account' },
  { kind: 'realm', at: /^adminTheme$/, theme: 'admin' },
  { kind: 'realm', at: /^emailTheme$/, theme: 'email' },
  { kind: 'client', at: /^attributes\.login_theme$/, theme: 'login' },
  { kind: 'realm', at: /^eventsListeners$/, of: ['eventsListener'] },
  { kind: 'events', at: /^eventsListeners$/, of: ['eventsListener'] },
  { kind: 'client', at: /^clientAuthenticatorType$/, of: ['client-authenticator'] },
  { kind: 'client', at: /^protocol$/, of: ['login-protocol'] },
  { kind: 'client', at: /^protocolMappers\..+\.protocolMapper$/, of: ['protocol-mapper'] },
  { kind: 'client-scope', at: /^protocol$/, of: ['login-protocol'] },
  { kind: 'client-scope', at: /^protocolMappers\..+\.protocolMapper$/, of: ['protocol-mapper'] },
  { kind: 'identity-provider', at: /^providerId$/, of: ['identity_provider', 'social'] },
  { kind: 'identity-provider-mapper', at: /^identityProviderMapper$/, of: ['identity-provider-mapper'] },
  { kind: 'required-action', at: /^providerId$/, of: ['required-action'] },
  // Of what kind it is stands in its name only, and extensions bring kinds of their own.
  { kind: 'component', at: /^providerId$/, of: anyProvider },
  { kind: 'authorization', at: /^policies\..+\.type$/, of: ['policy'] },
  { kind: 'client-policies', at: /\.condition$/, of: ['client-policy-condition'] },
  { kind: 'client-profiles', at: /\.executor$/, of: ['client-policy-executor'] },
];

const authenticators = ['authenticator', 'client-authenticator', 'form-action', 'form-authenticator'];

/** What the objects of a realm need the server to have. What is disabled needs nothing. */
export function namedByRealm(objects: JsonObject): readonly Named[] {
  return Object.entries(objects).flatMap(([object, value]) => {
    if (!isObject(value) || isDisabled(value)) return [];
    const kind = object.split('/', 1)[0];
    if (kind === 'flow') return ofFlow(object, value);
    const here = places.filter((place) => place.kind === kind);
    const named =
      here.length === 0
        ? []
        : leavesOf(value).flatMap(([attribute, name]) => here.flatMap((place) => namedAt(place, object, attribute, name)));
    return kind === 'realm' ? [...named, ...ofPasswordPolicy(object, value)] : named;
  });
}

function namedAt({ at, theme, of }: Place, object: string, attribute: string, name: string): readonly Named[] {
  if (!at.test(attribute)) return [];
  return [
    { object, attribute, name, ...(theme === undefined ? { kind: 'provider', of: of ?? anyProvider } : { kind: 'theme', of: [theme] }) },
  ];
}

/** Of a flow, the steps that are not disabled: each is named for its authenticator, numbered where it comes again. */
function ofFlow(object: string, { executions }: JsonObject): readonly Named[] {
  if (!isObject(executions)) return [];
  return Object.entries(executions).flatMap(([step, execution]): readonly Named[] => {
    if (!isObject(execution) || execution['requirement'] === 'DISABLED') return [];
    const attribute = `executions.${step}`;
    const inside = execution['authenticator'];
    if (typeof inside === 'string') return [{ object, attribute, kind: 'provider', of: authenticators, name: inside }];
    if (execution['flow'] !== undefined) return [];
    return [{ object, attribute, kind: 'provider', of: authenticators, name: step.replace(/ \(\d+\)$/, '') }];
  });
}

/** `length(12) and hashAlgorithm(argon2)`. */
function ofPasswordPolicy(object: string, { passwordPolicy }: JsonObject): readonly Named[] {
  if (typeof passwordPolicy !== 'string') return [];
  const rules = [...passwordPolicy.matchAll(/(?:^|\sand\s)\s*([\w-]+)(?:\(([^)]*)\))?/g)];
  return rules.flatMap(([, rule = '', value = '']) => {
    const named = { object, attribute: 'passwordPolicy', kind: 'provider' } as const;
    const algorithm = rule === 'hashAlgorithm' && value !== '' ? [{ ...named, of: ['password-hashing'], name: value }] : [];
    return [{ ...named, of: ['password-policy'], name: rule }, ...algorithm];
  });
}

/** Components have their settings in lists. */
function isDisabled({ enabled, config }: JsonObject): boolean {
  const ofComponent = isObject(config) ? config['enabled'] : undefined;
  return enabled === false || ofComponent === 'false' || (Array.isArray(ofComponent) && ofComponent.includes('false'));
}

/** Every text in it with its path; of a list, each member. */
function leavesOf(value: Json | undefined, path: readonly string[] = []): readonly (readonly [attribute: string, text: string])[] {
  if (typeof value === 'string') return [[path.join('.'), value]];
  if (isList(value)) return value.flatMap((item) => leavesOf(item, path));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]));
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
