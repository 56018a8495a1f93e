import type { Found, RealmAdmin } from './admin.ts';
import { richBindings, richCopies, richFlows } from './flows.ts';
import type { RichExecution, RichFlow } from './flows.ts';

/** The realm's own flows: copies of built-in ones, and those made step by step. */
export async function createFlows(admin: RealmAdmin): Promise<void> {
  for (const [alias, copied] of Object.entries(richCopies))
    await admin.post(`/authentication/flows/${encodeURIComponent(copied)}/copy`, { newName: alias });
  for (const flow of richFlows) await createFlow(admin, flow);
  await admin.put('', richBindings);
}

/** A flow, step by step. */
export async function createFlow(admin: RealmAdmin, { alias, description, executions }: RichFlow): Promise<void> {
  await admin.post('/authentication/flows', { alias, description, providerId: 'basic-flow', topLevel: true, builtIn: false });
  await createExecutions(admin, alias, alias, executions);
}

async function createExecutions(admin: RealmAdmin, top: string, parent: string, executions: readonly RichExecution[]): Promise<void> {
  for (const execution of executions) await createExecution(admin, top, parent, execution);
}

async function createExecution(admin: RealmAdmin, top: string, parent: string, execution: RichExecution): Promise<void> {
  const { requirement } = execution;
  const inParent = `/authentication/flows/${encodeURIComponent(parent)}/executions`;
  const inTop = `/authentication/flows/${encodeURIComponent(top)}/executions`;
  const known = new Set((await admin.list(inTop)).map(({ id }) => id));
  await ('flow' in execution
    ? admin.post(`${inParent}/flow`, {
        alias: execution.flow,
        description: execution.description ?? '',
        type: 'basic-flow',
        provider: 'registration-page-form',
      })
    : admin.post(`${inParent}/execution`, { provider: execution.authenticator }));
  const made = theNewOne(await admin.list(inTop), known);
  await admin.put(inTop, { ...made, requirement });
  if ('flow' in execution) await createExecutions(admin, top, execution.flow, execution.executions);
  else if (execution.config) await admin.post(`/authentication/executions/${made.id}/config`, execution.config);
}

function theNewOne(executions: readonly Found[], known: ReadonlySet<string>): Found {
  const made = executions.find(({ id }) => !known.has(id));
  if (!made) throw new Error('Keycloak made no execution although it said so.');
  return made;
}
