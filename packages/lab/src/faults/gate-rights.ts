import type { Lab } from '../lab/lab.ts';
import { gateServiceAccount, labNamespace } from '../manifests/names.ts';

const role = { name: gateServiceAccount, namespace: labNamespace };

/** Takes the right to one resource from the gate's Role, and leaves it all others. */
export async function removeRight(lab: Lab, resource: string, signal: AbortSignal): Promise<void> {
  const { rules = [] } = await lab.kubernetes.get('Role', role, signal);
  const fewer = rules
    .map((rule) => ({ ...rule, resources: rule.resources?.filter((each) => each !== resource) ?? [] }))
    .filter((rule) => rule.resources.length > 0);
  await lab.kubernetes.patch('Role', role, { rules: fewer }, signal);
}
