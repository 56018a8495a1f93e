import { backupRights, rights } from './rights.ts';
import type { Right } from './rights.ts';

const NAME = 'keycloak-release-gate';
const NAMESPACE = 'sso';

/**
 * The manifest that gives the gate its rights: a service account, a Role with those of `rights` that are in a namespace, and a
 * ClusterRole with the others. In YAML, for `kubectl apply`.
 */
export function roleManifest(): string {
  const account = `subjects:
  - kind: ServiceAccount
    name: ${NAME}
    namespace: ${NAMESPACE}
`;
  const binding = (kind: 'Role' | 'ClusterRole', name: string, namespace: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata:
  name: ${name}
${namespace}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ${kind}
  name: ${name}
${account}`;
  return `# What the release gate may do: read, in Keycloak's namespace, what its checks look at; never Secrets.
# Made from the code (\`pnpm run docs\`). Change the namespace to yours.
apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${NAME}
  namespace: ${NAMESPACE}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ${NAME}
  namespace: ${NAMESPACE}
rules:
${rulesOf(rights.filter(({ scope }) => scope === 'namespace'))}---
${binding('Role', NAME, `  namespace: ${NAMESPACE}\n`)}---
# For the nodes that host the pods, which are in no namespace. Where the gate may not read them, leave this out and say
# nodes: false in the environment: they are then not judged, and the report says so.
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${NAME}-nodes
rules:
${rulesOf(rights.filter(({ scope }) => scope === 'cluster'))}---
${binding('ClusterRole', `${NAME}-nodes`, '')}---
# Only where the environment declares backups.cronJob, backups.cloudnativepg or backups.volumeSnapshot, in the namespace of these; leave out
# what is not declared.
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ${NAME}-backups
  namespace: ${NAMESPACE}
rules:
${rulesOf(Object.values(backupRights).flat())}---
${binding('Role', `${NAME}-backups`, `  namespace: ${NAMESPACE}\n`)}`;
}

/** One rule for all resources of a group that take the same verbs. */
function rulesOf(given: readonly Right[]): string {
  const resources = [...new Map(given.map(({ group, resource }) => [`${group}/${resource}`, { group, resource }])).values()];
  const rules = new Map<string, { readonly group: string; readonly verbs: string; readonly resources: string[] }>();
  for (const { group, resource } of resources) {
    const verbs = given.filter((right) => right.group === group && right.resource === resource).map(({ verb }) => verb);
    const key = `${group} ${verbs.join()}`;
    const rule = rules.get(key) ?? { group, verbs: verbs.join(', '), resources: [] };
    rule.resources.push(resource);
    rules.set(key, rule);
  }
  return [...rules.values()]
    .map(
      (rule) =>
        `  - apiGroups: [${rule.group === '' ? "''" : rule.group}]\n    resources: [${rule.resources.join(', ')}]\n    verbs: [${rule.verbs}]\n`,
    )
    .join('');
}
