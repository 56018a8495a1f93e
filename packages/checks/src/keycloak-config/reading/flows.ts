import type { AdminApi } from '../admin-api.ts';
import { isRepresentation, numbersOf, ranked, representations, textOf } from './representation.ts';
import type { Representation } from './representation.ts';
import type { Reading, Source } from './source.ts';

/** The flows of authentication, and those inside of them, each with its steps in their order. */
export const flows: Reading = {
  kinds: ['flow'],
  read: async (source) => {
    await Promise.all((await source.flows()).map(async (flow) => keepFlow(source, flow)));
    return [];
  },
};

interface Level {
  readonly flow: Representation;
  readonly steps: (readonly [name: string, step: Representation])[];
  /** As the server gives them: with the numbers that make their order. */
  readonly given: Representation[];
}

/** One request gives all steps of a flow, with those of its subflows below them. */
async function keepFlow({ api, keep }: Source, flow: Representation): Promise<void> {
  const path = `/authentication/flows/${encodeURIComponent(textOf(flow, 'alias'))}/executions`;
  const steps = representations(await api.get(path, 'view-realm'));
  const configurations = new Map(
    await Promise.all(steps.map(async (step) => [step, await configurationOf(api, textOf(step, 'authenticationConfig'))] as const)),
  );
  const { id, alias, description, providerId, builtIn } = flow;
  const top: Level = { flow: { id, alias, description, providerId, builtIn, topLevel: true }, steps: [], given: [] };
  const all = [top];
  // The level that each depth is in now: steps come in the order of a walk through the tree.
  const at = [top];
  for (const step of steps) {
    const depth = Number(step['level']);
    const { requirement, providerId: provider, displayName, description: text } = step;
    const isFlow = step['authenticationFlow'] === true;
    const name = isFlow ? textOf(step, 'displayName') : textOf(step, 'providerId');
    at[depth]?.steps.push([
      name,
      { requirement, ...(isFlow ? { flow: displayName, authenticator: provider } : {}), config: configurations.get(step) },
    ]);
    at[depth]?.given.push(step);
    if (!isFlow) continue;
    const level: Level = { flow: { id: step['flowId'], alias: displayName, description: text }, steps: [], given: [] };
    all.push(level);
    at[depth + 1] = level;
  }
  for (const { flow: each, steps: inside, given } of all) {
    const { members, order } = ranked(inside);
    keep('flow', textOf(each, 'alias'), { ...each, executions: members, order, ...numbersOf(given) });
  }
}

async function configurationOf(api: AdminApi, id: string): Promise<Representation | undefined> {
  if (id === '') return undefined;
  const answer = await api.get(`/authentication/config/${encodeURIComponent(id)}`, 'view-realm');
  if (!isRepresentation(answer)) return undefined;
  const { alias, config } = answer;
  return { alias, ...(isRepresentation(config) ? { values: config } : {}) };
}
