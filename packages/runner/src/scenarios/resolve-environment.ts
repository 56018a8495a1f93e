import { Environment, SecretReference, unwaivableProblems, VariableReference } from '@keycloak-release-gate/core';
import type { ApplicationDefinition, EnvironmentDefinition, Problem, Waiver } from '@keycloak-release-gate/core';
import type { Loaded } from './load.ts';

/** The environment variables that references are looked up in. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** An environment with every plain reference filled in, or all that is missing or wrong with it. */
export type ResolvedEnvironment =
  | { readonly environment: Environment; readonly problems: readonly [] }
  | { readonly environment?: never; readonly problems: readonly Problem[] };

/** Fills in the references to environment variables and checks the whole against its schema. Secrets stay references. */
export function resolveEnvironment({ file, value }: Loaded<EnvironmentDefinition>, variables: Variables): ResolvedEnvironment {
  const problems: Problem[] = [];
  const missing = new Set<string>();
  const fill = (part: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(part)) return part.map((item, index) => fill(item, [...path, String(index)]));
    if (typeof part !== 'object' || part === null) return part;
    if (SecretReference.safeParse(part).success) return part;
    const reference = VariableReference.safeParse(part);
    if (!reference.success) return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, fill(member, [...path, key])]));
    const { variable: name, list, optional } = reference.data;
    const found = variables[name];
    if (found) return list ? found.split(',').map((item) => item.trim()) : found;
    if (optional) return undefined;
    missing.add(path.join('.'));
    problems.push({
      code: 'VARIABLE_MISSING',
      message: `${path.join('.')} is not known: the environment variable ${name} is not set.`,
      where: file,
      remedy: `Set ${name}, or write the value into the file.`,
    });
    return undefined;
  };
  const applications = (value.applications ?? []).map((application) => inEnvironment(application, value.id as string, file, problems));
  const filled = fill({ ...value, applications }, []);
  const parsed = Environment.safeParse(filled);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path.join('.');
      if (![...missing].some((gone) => path === gone || gone.startsWith(`${path}.`) || path.startsWith(`${gone}.`))) {
        problems.push({
          code: 'BAD_ENVIRONMENT',
          message: `${path}: ${issue.message}`,
          where: file,
          remedy: 'Correct the environment file.',
        });
      }
    }
  } else problems.push(...consistency(parsed.data, file));
  if (!parsed.success || problems.length > 0) return { problems };
  return { environment: parsed.data, problems: [] };
}

function inEnvironment(application: ApplicationDefinition, environment: string, file: string, problems: Problem[]): unknown {
  const { environments, ...shared } = application;
  const here = environments[environment];
  if (!here) {
    problems.push({
      code: 'APPLICATION_NOT_IN_ENVIRONMENT',
      message: `The application "${asWritten(application.id)}" does not say where it is in "${environment}".`,
      where: file,
      remedy: `Add \`environments: { ${environment}: { url: …, user: … } }\` to the application, or take it off this environment's list.`,
    });
  }
  return { ...shared, ...here };
}

/** A value of a scenario in a message: itself, or the variable that it stands in. */
export const asWritten = (value: string | VariableReference): string => (typeof value === 'string' ? value : `$${value.variable}`);

/** In production, a password is typed over HTTPS alone, and a session is kept over nothing else; what never leaves the machine is no risk. */
function unencrypted({ production, keycloak, applications }: Environment, file: string): Problem[] {
  if (!production) return [];
  const addresses = [
    ['keycloak.publicUrl', keycloak.publicUrl] as const,
    ...applications.flatMap(({ id, url }) => (url === undefined ? [] : [[`The url of the application "${id}"`, url] as const])),
  ];
  return addresses
    .filter(([, url]) => !url.startsWith('https:') && !isOnThisMachine(url))
    .map(([what, url]) => ({
      code: 'NOT_ENCRYPTED',
      message: `${what} is ${url}, and this environment is one of production.`,
      where: file,
      remedy: 'Give its HTTPS address.',
    }));
}

/** A loopback address: `127.0.0.0/8` of RFC 1122 and `::1` of RFC 4291, or `localhost`, which RFC 6761 reserves for them. */
const isOnThisMachine = (url: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);

/** Only of an application with a path that is closed to strangers can it be told that it was logged out of. */
function peerProblems({ applications }: Environment, id: string, peers: readonly string[], file: string): Problem[] {
  return peers.flatMap((name): Problem[] => {
    const peer = applications.find((application) => application.id === name);
    const wrong =
      peer === undefined
        ? 'which the environment does not list'
        : name === id
          ? 'which is itself'
          : peer.login.kind !== 'browser'
            ? 'which nobody logs in to'
            : peer.login.protectedPath === undefined || peer.login.localSession === 'none'
              ? 'which has no `protectedPath` to prove it by'
              : undefined;
    if (wrong === undefined) return [];
    return [
      {
        code: 'BAD_PEER',
        message: `A logout from "${id}" is declared to log out of "${name}", ${wrong}.`,
        where: file,
        remedy: 'Correct `singleLogout.applications`, or the other application.',
      },
    ];
  });
}

/** All that is accepted in an environment. What is known of an application is a waiver that stands beside it. */
export const waiversOf = ({ waivers, applications }: Environment): readonly Waiver[] => [
  ...waivers,
  ...applications.flatMap(({ id, knownIssues }) => knownIssues.map((issue) => ({ ...issue, subject: `application/${id}` }))),
];

/** What no schema can say: ids that stand for two things, and names that stand for nothing. */
function consistency(environment: Environment, file: string): Problem[] {
  const problems: Problem[] = unencrypted(environment, file);
  problems.push(...unwaivableProblems(waiversOf(environment)).map((problem) => ({ ...problem, where: file })));
  const seen = new Set<string>();
  for (const { id, user, login, url } of environment.applications) {
    if (seen.has(id))
      problems.push({
        code: 'DUPLICATE_APPLICATION',
        message: `Two applications have the id "${id}".`,
        where: file,
        remedy: 'Give one of them another id.',
      });
    seen.add(id);
    if (login.kind !== 'browser') continue;
    problems.push(...peerProblems(environment, id, login.singleLogout?.applications ?? [], file));
    if (url === undefined)
      problems.push({
        code: 'APPLICATION_WITHOUT_URL',
        message: `The application "${id}" has no url in "${environment.id}".`,
        where: file,
        remedy: 'Add it.',
      });
    // Whom the other identity provider knows, no test user stands for.
    const isOnlyFollowed = user === undefined && login.broker?.depth === 'redirect';
    if (!isOnlyFollowed && (user === undefined || !(user in environment.users))) {
      problems.push({
        code: 'UNKNOWN_USER',
        message: `The application "${id}" is logged in to by "${user ?? ''}", who is not among the environment's users.`,
        where: file,
        remedy: "Add the test user to `users`, or correct the application's `user`.",
      });
    }
  }
  const { kubernetes } = environment;
  if (kubernetes && !kubernetes.kubeconfig && !(kubernetes.server && kubernetes.token)) {
    problems.push({
      code: 'NO_CLUSTER_ACCESS',
      message: 'kubernetes names neither a kubeconfig nor a server with a token.',
      where: file,
      remedy: 'Give one of the two.',
    });
  }
  return problems;
}
