import type { Environment } from '@keycloak-release-gate/core';

type Declared = NonNullable<Environment['kubernetes']>['commit'];

/** Of a pod template, what may tell the commit. */
interface PodTemplate {
  readonly metadata?: { readonly annotations?: Names; readonly labels?: Names } | null | undefined;
  readonly spec: {
    readonly containers: readonly {
      readonly name: string;
      readonly env?: readonly { readonly name: string; readonly value?: string | null | undefined }[] | null | undefined;
    }[];
  };
}
type Names = Readonly<Record<string, string>> | null | undefined;

/** A commit, and where it stands. */
export interface ToldCommit {
  readonly value: string;
  /** `the annotation app.kubernetes.io/commit`, `the image's tag`. */
  readonly where: string;
}

/**
 * Names that deploy tools write the commit under: Kubernetes' own prefix, the OCI image annotation
 * (opencontainers/image-spec annotations.md) and its predecessor (label-schema.org).
 */
export const usualCommitNames = ['app.kubernetes.io/commit', 'org.opencontainers.image.revision', 'org.label-schema.vcs-ref'] as const;

/**
 * The commit that a pod template tells: where the environment declares, else under the usual names. Nothing else of the
 * annotations, labels and variables, which may hold secrets, is taken along. Undefined where none of them holds a commit.
 */
export function toldCommit({ metadata, spec }: PodTemplate, container: string, declared: Declared): ToldCommit | undefined {
  const annotation = (name: string): Candidate => [metadata?.annotations?.[name], `the annotation ${name}`];
  const label = (name: string): Candidate => [metadata?.labels?.[name], `the label ${name}`];
  const variable = (name: string): Candidate => [
    spec.containers.find((each) => each.name === container)?.env?.find((each) => each.name === name)?.value,
    `the environment variable ${name}`,
  ];
  const candidates =
    declared === undefined
      ? usualCommitNames.flatMap((name) => [annotation(name), label(name)])
      : ['annotation' in declared ? annotation(declared.annotation) : 'label' in declared ? label(declared.label) : variable(declared.env)];
  for (const [value, where] of candidates) if (value && isCommit(value)) return { value: value.toLowerCase(), where };
  return undefined;
}
type Candidate = readonly [value: string | null | undefined, where: string];

/** Seven digits are the fewest that Git abbreviates a commit to. */
const isCommit = (text: string): boolean => /^[0-9a-f]{7,64}$/i.test(text);

/**
 * The commit that an image's tag is: in full, or abbreviated after `sha-` or `git-`, or abbreviated alone where it cannot be
 * a date or a number. Undefined for any other tag.
 */
export function commitOfTag(tag: string): string | undefined {
  const bare = /^(?:sha-|git-)?([0-9a-f]{7,64})$/.exec(tag)?.[1];
  if (bare === undefined) return undefined;
  return tag !== bare || bare.length >= 40 || /[a-f]/.test(bare) ? bare : undefined;
}

/** True where both are one commit, either of them abbreviated to no fewer than seven digits. */
export function isSameCommit(a: string, b: string): boolean {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return Math.min(one.length, other.length) >= 7 && (one.startsWith(other) || other.startsWith(one));
}
