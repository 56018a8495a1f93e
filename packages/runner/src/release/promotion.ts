import { address, provenBefore } from '@keycloak-release-gate/checks/release-records';
import { Environment, VariableReference } from '@keycloak-release-gate/core';
import type { EnvironmentDefinition, ProvenIn, Release, RunContext } from '@keycloak-release-gate/core';
import { modelEnvironment } from '../policy/model-environment.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';

/** An environment as far as what was proven before is held against it: what its file says, with the variables that are set here. */
export interface PromotedTo {
  readonly id: string;
  readonly production: boolean;
  readonly promotesFrom?: string;
  /** All that releases go through before they come here, the nearest first. */
  readonly origins?: readonly string[];
  /** Undefined where it is not known here. */
  readonly publicUrl?: string;
  readonly realms?: readonly string[];
  /** The variables that are not set here, of these members. */
  readonly unset: readonly string[];
}

/** That of an environment file. Variables of its other members are not asked for. */
export function promotedTo(
  id: string,
  { production, promotesFrom, keycloak }: EnvironmentDefinition,
  variables: Variables,
  origins: readonly string[] = [],
): PromotedTo {
  const unset: string[] = [];
  const known = (value: unknown): unknown => {
    const reference = VariableReference.safeParse(value);
    if (!reference.success) return value;
    const { variable, list, optional } = reference.data;
    const found = variables[variable];
    if (found) return list ? found.split(',').map((item) => item.trim()) : found;
    if (!optional) unset.push(variable);
    return undefined;
  };
  const { publicUrl, realms } = Environment.shape.keycloak.shape;
  const members = {
    promotesFrom: Environment.shape.promotesFrom.safeParse(known(promotesFrom)).data,
    publicUrl: publicUrl.safeParse(known(keycloak.publicUrl)).data,
    realms: realms.safeParse(Array.isArray(keycloak.realms) ? keycloak.realms.map(known) : known(keycloak.realms)).data,
  };
  return {
    id,
    production: production === true,
    ...(members.promotesFrom === undefined ? {} : { promotesFrom: members.promotesFrom }),
    ...(origins.length === 0 ? {} : { origins }),
    ...(members.publicUrl === undefined ? {} : { publicUrl: members.publicUrl }),
    ...(members.realms === undefined ? {} : { realms: members.realms }),
    unset,
  };
}

/** Something that pre-release would say of the environments before. */
export interface Objection {
  /** `environment/acc`. */
  readonly subject: string;
  /** `not known here`: it is told where the environment's variables are set. */
  readonly kind: 'no' | 'warning' | 'not seen' | 'not known here';
  readonly what: string;
  readonly remedy: string;
}

/**
 * What pre-release would have against a release that comes to this environment, by what is known of the environments before; undefined
 * where it asks for none before. Pure.
 */
export function objectionsTo(
  to: PromotedTo,
  {
    release,
    proven,
    places,
    now,
  }: { readonly release: Release; readonly proven: readonly ProvenIn[]; readonly places: readonly string[]; readonly now: string },
): readonly Objection[] | undefined {
  const { check } = provenBefore;
  const model = modelEnvironment();
  const run: RunContext = {
    suite: 'pre-release',
    release,
    ...(to.origins === undefined ? {} : { provenBefore: { places: [...places], environments: [...proven], origins: [...to.origins] } }),
    environment: {
      ...model,
      id: to.id,
      production: to.production,
      ...(to.promotesFrom === undefined ? {} : { promotesFrom: to.promotesFrom }),
      keycloak: { ...model.keycloak, publicUrl: to.publicUrl ?? '', realms: [...(to.realms ?? [])] },
    },
  };
  if (check.skip(run, undefined) !== undefined) return undefined;
  const expected = check.expected(run, undefined);
  const { findings, gaps = [] } = check.judge({ elsewhere: { places, environments: proven } }, expected, { now });
  const before = release.environments.slice(0, Math.max(0, release.environments.indexOf(to.id)));
  return [
    ...findings.map(({ subject, severity, message, remedy }): Objection => ({
      subject,
      kind: severity === 'fail' ? 'no' : 'warning',
      what: message,
      remedy,
    })),
    ...gaps.map(({ subject, reason, remedy }): Objection => ({ subject, kind: 'not seen', what: reason, remedy })),
    ...proven.filter(({ environment, newest }) => before.includes(environment) && newest !== null).flatMap((each) => notKnown(to, each)),
  ];
}

/** Whether a record is of the environment itself cannot be told without its address and realms, unless one of them is another. */
function notKnown({ id, publicUrl, realms, unset }: PromotedTo, { environment, newest }: ProvenIn): Objection[] {
  if (publicUrl !== undefined && realms !== undefined) return [];
  const isOther =
    (publicUrl !== undefined && address(publicUrl) !== address(newest?.publicUrl ?? '')) ||
    (realms !== undefined && !realms.some((realm) => newest?.realms.includes(realm)));
  if (isOther) return [];
  const names = unset.join(', ');
  return [
    {
      subject: `environment/${environment}`,
      kind: 'not known here',
      what: `Whether the record of "${environment}" (${newest?.run ?? ''}) is of "${id}" itself cannot be told here: the address or the realms of "${id}" are not known${names === '' ? '' : ` (${names} not set)`}.`,
      remedy: names === '' ? `Correct the environment file of "${id}".` : `Set ${names}.`,
    },
  ];
}
