import { cutMessage } from './describe-conditions.ts';
import { probeInWords } from './describe-probe.ts';
import type { ContainerState, ContainerStatus, PodContainer } from './objects.ts';
import type { Container, State } from './workload-evidence.ts';

/** A container of a pod: what is declared, and what the kubelet says about it. */
export function describeContainer(container: PodContainer, role: Container['role'], status: ContainerStatus | undefined): Container {
  const state = describeState(status?.state);
  const last = describeState(status?.lastState);
  const { limits, requests } = container.resources ?? {};
  return {
    name: container.name,
    role,
    image: container.image,
    imageID: status?.imageID ?? '',
    ready: status?.ready ?? false,
    ...(typeof status?.started === 'boolean' ? { started: status.started } : {}),
    restarts: status?.restartCount ?? 0,
    ...(state ? { state } : {}),
    ...(last ? { last } : {}),
    ...probesOf(container),
    ...(limits ? { limits: inWords(limits) } : {}),
    ...(requests ? { requests: inWords(requests) } : {}),
    ...(container.ports && container.ports.length > 0 ? { ports: container.ports.map(portInWords) } : {}),
  };
}

function probesOf({ startupProbe, readinessProbe, livenessProbe }: PodContainer): Pick<Container, 'probes'> {
  if (!startupProbe && !readinessProbe && !livenessProbe) return {};
  return {
    probes: {
      ...(startupProbe ? { startup: probeInWords(startupProbe) } : {}),
      ...(readinessProbe ? { readiness: probeInWords(readinessProbe) } : {}),
      ...(livenessProbe ? { liveness: probeInWords(livenessProbe) } : {}),
    },
  };
}

type Quantities = Readonly<Record<string, string | number>>;
const inWords = (quantities: Quantities): Record<string, string> =>
  Object.fromEntries(Object.entries(quantities).map(([name, quantity]) => [name, String(quantity)]));

const portInWords = ({ name, containerPort, protocol }: NonNullable<PodContainer['ports']>[number]): string =>
  `${containerPort}/${protocol ?? 'TCP'}${name ? ` (${name})` : ''}`;

function describeState(state: ContainerState): State | undefined {
  if (state?.terminated) {
    const { exitCode, signal, reason, message, startedAt, finishedAt } = state.terminated;
    return {
      kind: 'terminated',
      reason: reason ?? '',
      exitCode,
      ...(signal ? { signal } : {}),
      message: cutMessage(message),
      ...(startedAt ? { startedAt } : {}),
      ...(finishedAt ? { finishedAt } : {}),
    };
  }
  if (state?.running) return { kind: 'running', ...(state.running.startedAt ? { startedAt: state.running.startedAt } : {}) };
  if (state?.waiting) return { kind: 'waiting', reason: state.waiting.reason ?? '', message: cutMessage(state.waiting.message) };
  return undefined;
}
