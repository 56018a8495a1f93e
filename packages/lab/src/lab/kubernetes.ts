import { connectKubernetes } from '../kubernetes-api/kubernetes-api.ts';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import type { RunningState } from './state.ts';

/** The API server of a lab, as its administrator. The caller closes it. */
export const connectAdmin = ({ kubernetes: { server, caFile, adminToken } }: Pick<RunningState, 'kubernetes'>): Promise<KubernetesApi> =>
  connectKubernetes({ server, caFile, token: adminToken });
