import type { Container, Pod } from '../kubernetes-api/objects.ts';
import { podText } from './go-text.ts';

/**
 * Why a container may not be created by its security context, in the words of a kubelet [kuberuntime security_context.go], or
 * undefined. Keycloak's image names a user that is not root, so that only `runAsUser: 0` breaks the policy.
 */
export function verifyRunAsNonRoot(pod: Pod, container: Container): string | undefined {
  const effective = { ...pod.spec.securityContext, ...container.securityContext };
  if (effective.runAsNonRoot !== true || effective.runAsUser !== 0) return undefined;
  const { name = '', namespace = '', uid = '' } = pod.metadata ?? {};
  return `container's runAsUser breaks non-root policy (pod: ${JSON.stringify(podText({ name, namespace, uid }))}, container: ${container.name})`;
}
