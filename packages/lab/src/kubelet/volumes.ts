import type { Pod } from '../kubernetes-api/objects.ts';
import type { ValueSource } from './container-environment.ts';

/**
 * Why a pod's volumes cannot be mounted, in the kubelet's words, or undefined. The lab's processes see no mounts; a
 * volume only says that its Secret or ConfigMap must exist before the pod may start.
 */
export async function missingVolume(pod: Pod, values: ValueSource): Promise<string | undefined> {
  for (const volume of pod.spec.volumes ?? []) {
    const failed = (what: string): string => `MountVolume.SetUp failed for volume "${volume.name}" : ${what} not found`;
    const { secret, configMap } = volume;
    if (secret !== undefined && secret.optional !== true) {
      const name = secret.secretName ?? '';
      if ((await values.secret(name)) === undefined) return failed(`secret "${name}"`);
    }
    if (configMap !== undefined && configMap.optional !== true) {
      const name = configMap.name ?? '';
      if ((await values.configMap(name)) === undefined) return failed(`configmap "${name}"`);
    }
  }
  return undefined;
}
