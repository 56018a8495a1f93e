import { randomBytes } from 'node:crypto';
import { gateServiceAccount, labNamespace, labNodeName } from '../manifests/names.ts';

/** Who may speak to the lab's API server. */
export type LabUser = 'admin' | 'gate' | 'kubelet' | 'controllerManager' | 'scheduler';

/**
 * The users of the token file. The gate is the service account that the shipped Role is bound to, so that it may
 * do in the lab exactly what it may do in production; the components are who they are in a real cluster.
 */
const users: Readonly<Record<LabUser, { readonly name: string; readonly groups: readonly string[] }>> = {
  admin: { name: 'admin', groups: ['system:masters'] },
  gate: {
    name: `system:serviceaccount:${labNamespace}:${gateServiceAccount}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${labNamespace}`],
  },
  kubelet: { name: `system:node:${labNodeName}`, groups: ['system:nodes'] },
  // Without service accounts for each controller, the manager itself needs the rights of all.
  controllerManager: { name: 'system:kube-controller-manager', groups: ['system:masters'] },
  scheduler: { name: 'system:kube-scheduler', groups: [] },
};

export type Tokens = Readonly<Record<LabUser, string>>;

/** New random tokens, one a user. */
export function makeTokens(): Tokens {
  const token = (): string => randomBytes(24).toString('base64url');
  return { admin: token(), gate: token(), kubelet: token(), controllerManager: token(), scheduler: token() };
}

/** The content of the API server's `--token-auth-file`: token, user, uid, groups. */
export function tokenFile(tokens: Tokens): string {
  return Object.entries(users)
    .map(([key, { name, groups }]) => {
      const token = tokens[key as LabUser];
      return `${token},${name},${key},"${groups.join(',')}"\n`;
    })
    .join('');
}

/** A kubeconfig (JSON is YAML) for one user. */
export function kubeconfig(server: string, caFile: string, user: LabUser, token: string): string {
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'lab',
      clusters: [{ name: 'lab', cluster: { server, 'certificate-authority': caFile } }],
      users: [{ name: user, user: { token } }],
      contexts: [{ name: 'lab', context: { cluster: 'lab', user, namespace: labNamespace } }],
    },
    undefined,
    2,
  )}\n`;
}
