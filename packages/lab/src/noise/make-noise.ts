import type { Lab } from '../lab/lab.ts';
import { keycloakImage } from '../faults/keycloak-image.ts';
import { changeFaulty, restoreDeployment, rolledOut } from '../faults/workload.ts';
import { noises } from './index.ts';
import type { Noise } from './noise.ts';

/** The noise of this name; throws where there is none. */
function noiseOf(id: string): Noise {
  const noise = noises.find((each) => each.id === id);
  if (noise === undefined) throw new Error(`There is no noise "${id}".`);
  return noise;
}

/** Makes all of these noises, with one rollout for what they change in the pods; resolves when the pods are ready. */
export async function makeNoise(lab: Lab, ids: readonly string[], signal: AbortSignal): Promise<void> {
  const wanted = ids.map(noiseOf);
  for (const { before } of wanted) await before?.(lab, signal);
  const image = await keycloakImage(lab, signal);
  const changes = wanted.flatMap(({ template }) => (template === undefined ? [] : [template(image)]));
  await changeFaulty(lab, merged(changes), signal, { type: 'Recreate', rollingUpdate: null });
  await rolledOut(lab, signal);
  for (const { after } of wanted) await after?.(lab, signal);
}

/** What happens while the gate looks. */
export async function makeNoiseMeanwhile(lab: Lab, ids: readonly string[], signal: AbortSignal): Promise<void> {
  for (const { during } of ids.map(noiseOf)) await during?.(lab, signal);
}

/** Brings the lab back to what it was before `makeNoise`. */
export async function endNoise(lab: Lab, ids: readonly string[], signal: AbortSignal): Promise<void> {
  for (const { heal } of ids.map(noiseOf).toReversed()) await heal?.(lab, signal);
  await restoreDeployment(lab, signal);
}

/** Changes of one template; lists that several of them have are put together. */
function merged(changes: readonly { readonly spec?: object; readonly container?: object }[]): { spec: object; container: object } {
  const join = (objects: readonly object[]): object => {
    const result: Record<string, unknown> = {};
    for (const [name, value] of objects.flatMap((object): readonly (readonly [string, unknown])[] => Object.entries(object))) {
      const known = result[name];
      result[name] =
        Array.isArray(known) && Array.isArray(value) ? [...(known as readonly unknown[]), ...(value as readonly unknown[])] : value;
    }
    return result;
  };
  return { spec: join(changes.map(({ spec }) => spec ?? {})), container: join(changes.map(({ container }) => container ?? {})) };
}
