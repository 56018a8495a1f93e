import type { Condition } from '../kubernetes-api/objects.ts';
import type { Lab } from '../lab/lab.ts';
import { frozenAnnotation, labNodeName } from '../manifests/names.ts';
import { until } from './condition.ts';

const node = { name: labNodeName };

/** Writes a condition of the node, which the lab's kubelet then leaves alone. */
export async function freezeNode(
  lab: Lab,
  condition: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>,
  signal: AbortSignal,
): Promise<void> {
  await lab.kubernetes.patch('Node', node, { metadata: { annotations: { [frozenAnnotation]: 'true' } } }, signal);
  await setCondition(lab, condition, signal);
}

/** Gives the node back to the kubelet, as it was; resolves when nothing keeps pods away from it. */
export async function thawNode(
  lab: Lab,
  condition: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>,
  signal: AbortSignal,
): Promise<void> {
  await setCondition(lab, condition, signal);
  await lab.kubernetes.patch('Node', node, { metadata: { annotations: { [frozenAnnotation]: null } } }, signal);
  await until(
    'the node takes pods again',
    async () => ((await lab.kubernetes.get('Node', node, signal)).spec?.taints ?? []).length === 0,
    signal,
    60_000,
  );
}

async function setCondition(
  lab: Lab,
  condition: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>,
  signal: AbortSignal,
): Promise<void> {
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const status = { conditions: [{ ...condition, lastHeartbeatTime: now, lastTransitionTime: now }] };
  await lab.kubernetes.patch('Node', node, { status }, signal, { type: 'strategic', subresource: 'status' });
}
