import { asGate } from '../as-gate.ts';
import { machineVariables } from '../machine-variables.ts';
import { proxyOfNode, takesProxy } from '../node-agent.ts';
import { authoritiesOfNode, authoritiesUnread } from './authorities.ts';
import { nodeCodes } from './code-of-step.ts';
import { failedStep } from './failed-step.ts';
import { issuerAt } from './issuer.ts';
import { nodeProxy } from './node-proxy.ts';
import { shownProxy } from './proxy.ts';
import { gapOfStep } from './way.ts';
import type { Way } from './way.ts';

/** Milliseconds for the head of an answer. */
const patience = 8_000;

/** How Node's `fetch`, which asks Keycloak and the applications, comes to an address. */
export async function nodeWay(address: string, signal: AbortSignal): Promise<Way> {
  const named = proxyOfNode(address);
  const way = {
    client: 'Node',
    to: new URL(address).origin,
    ...(named === undefined ? {} : { proxy: shownProxy(named) }),
    ...(address.startsWith('https:') ? { trusts: authoritiesOfNode() } : {}),
    ...notesOn(address),
  } as const;
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    await (await fetch(address, { method: 'HEAD', redirect: 'manual', headers: asGate, signal: limited })).body?.cancel();
    return { ...way, gaps: [] };
  } catch (error) {
    signal.throwIfAborted();
    const failed = failedStep(error, named !== undefined);
    const issuer = failed.step === 'untrusted' ? await issuerAt(address, named, signal) : undefined;
    return { ...way, gaps: [gapOfStep(nodeCodes, failed.step, way, failed, { issuer }), ...authoritiesUnread()] };
  }
}

/** A proxy that others take, and Node only where it is told to. */
function notesOn(address: string): Pick<Way, 'notes'> {
  const left = takesProxy() ? undefined : nodeProxy(address, machineVariables());
  return left === undefined ? {} : { notes: [`Node does not take the proxy in ${left.by}: that needs NODE_USE_ENV_PROXY=1.`] };
}
