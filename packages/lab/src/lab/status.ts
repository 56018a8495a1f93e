import { controlOf } from '../daemon/control-client.ts';
import type { DaemonStatus } from '../daemon/protocol.ts';
import { exists } from '../install/cache.ts';
import { versionOfImage } from '../keycloak/image-runtime.ts';
import { keycloakDeploymentName } from '../manifests/apply-lab.ts';
import { labFolder } from './folder.ts';
import { connectAdmin } from './kubernetes.ts';
import { daemonLives, readState } from './state.ts';

/** What a lab is like; `crashed`: its daemon is gone, and the next `up` or `down` cleans what is left. */
export type LabStatus =
  | { readonly name: string; readonly state: 'down' | 'starting' | 'crashed' }
  | ({
      readonly name: string;
      readonly state: 'up';
      readonly since: string;
      readonly publicUrl: string;
      /** Of the Deployment's image, whether or not its pods run. */
      readonly version: string | undefined;
      readonly replicas: number;
      readonly ready: number;
      readonly kubeconfig: string;
    } & DaemonStatus);

/** Looks at a lab. Rejects when it is up and its API server or its daemon does not answer. */
export async function status(name?: string, signal: AbortSignal = new AbortController().signal): Promise<LabStatus> {
  const folder = labFolder(name);
  const state = await readState(folder);
  if (!state) return { name: folder.name, state: (await exists(folder.root)) ? 'crashed' : 'down' };
  if (!(await daemonLives(state))) return { name: folder.name, state: 'crashed' };
  if (state.phase === 'starting') return { name: folder.name, state: 'starting' };
  const api = await connectAdmin(state);
  try {
    const [parts, deployment] = await Promise.all([
      controlOf(folder.socket, signal)('status', {}),
      api.get('Deployment', keycloakDeploymentName, signal),
    ]);
    return {
      name: folder.name,
      state: 'up',
      since: state.readyAt,
      publicUrl: state.publicUrl,
      version: versionOfImage(deployment.spec.template.spec.containers[0]?.image ?? ''),
      replicas: deployment.spec.replicas ?? 1,
      ready: deployment.status?.readyReplicas ?? 0,
      kubeconfig: state.kubernetes.kubeconfig,
      ...parts,
    };
  } finally {
    api.close();
  }
}
