/** One thing that the gate must be allowed to do in the Kubernetes API. */
export interface Right {
  readonly verb: 'get' | 'list';
  /** The API group; empty for the core group. */
  readonly group: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
  /** `cluster` for what is in no namespace: it takes a ClusterRole. */
  readonly scope: 'namespace' | 'cluster';
}

const inNamespace = (group: string, resource: string, ...verbs: readonly Right['verb'][]): Right[] =>
  verbs.map((verb) => ({ verb, group, resource, scope: 'namespace' }));

/**
 * Every right that the collectors use, and no other one. The shipped Role is made from this list, the gate asks the API for each
 * of them, and the lab runs with exactly that Role: a look that needs a right which is not here fails there.
 */
export const rights: readonly Right[] = [
  ...inNamespace('', 'pods', 'list'),
  ...inNamespace('', 'pods/log', 'get'),
  ...inNamespace('', 'events', 'list'),
  ...inNamespace('apps', 'deployments', 'get', 'list'),
  ...inNamespace('apps', 'statefulsets', 'get', 'list'),
  ...inNamespace('apps', 'replicasets', 'list'),
  ...inNamespace('apps', 'controllerrevisions', 'list'),
  ...inNamespace('', 'services', 'list'),
  ...inNamespace('', 'persistentvolumeclaims', 'list'),
  // Those alone that the pod template names, each by its name.
  ...inNamespace('', 'configmaps', 'get'),
  ...inNamespace('networking.k8s.io', 'ingresses', 'list'),
  ...inNamespace('discovery.k8s.io', 'endpointslices', 'list'),
  ...inNamespace('policy', 'poddisruptionbudgets', 'list'),
  ...inNamespace('autoscaling', 'horizontalpodautoscalers', 'list'),
  { verb: 'list', group: '', resource: 'nodes', scope: 'cluster' },
];

/** What it takes beside them to see the backups that an environment declares, in the namespace of these. */
export const backupRights = {
  cronJob: [...inNamespace('batch', 'cronjobs', 'get'), ...inNamespace('batch', 'jobs', 'list')],
  cloudnativepg: [
    ...inNamespace('postgresql.cnpg.io', 'clusters', 'get'),
    ...inNamespace('postgresql.cnpg.io', 'backups', 'list'),
    ...inNamespace('barmancloud.cnpg.io', 'objectstores', 'list'),
  ],
  volumeSnapshot: [...inNamespace('snapshot.storage.k8s.io', 'volumesnapshots', 'list')],
} as const satisfies Readonly<Record<string, readonly Right[]>>;

/** Those of them that an environment needs: one that says `nodes: false` does without the nodes. */
export const rightsFor = ({ nodes }: { readonly nodes?: boolean | undefined }): readonly Right[] =>
  nodes === false ? rights.filter(({ scope }) => scope === 'namespace') : rights;

/** What a credential that only reads should not be able to do. The first of them is everything. */
export const excessRights: readonly { readonly verb: string; readonly group: string; readonly resource: string }[] = [
  { verb: '*', group: '*', resource: '*' },
  { verb: 'get', group: '', resource: 'secrets' },
  { verb: 'list', group: '', resource: 'secrets' },
  { verb: 'create', group: '', resource: 'pods' },
  { verb: 'delete', group: '', resource: 'pods' },
  { verb: 'create', group: '', resource: 'pods/exec' },
  { verb: 'patch', group: 'apps', resource: 'deployments' },
  { verb: 'patch', group: 'apps', resource: 'statefulsets' },
  { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'rolebindings' },
];

/**
 * What is to be added so that the gate has a right: a rule, as it is written in a Role. Only nodes are in no namespace: where there
 * can be no ClusterRole, the environment can say that they are not looked at.
 */
export function additionFor(right: {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly scope: Right['scope'];
}): string {
  const rule = `{apiGroups: ["${right.group}"], resources: ["${right.resource}"], verbs: ["${right.verb}"]}`;
  if (right.scope === 'namespace') return `Add to the gate's Role: ${rule}.`;
  const instead = right.resource === 'nodes' ? "; or declare `nodes: false` in the environment's `kubernetes`" : '';
  return `Add to a ClusterRole of the gate: ${rule}${instead}.`;
}
