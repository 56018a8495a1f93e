import type { Container, Workload } from './workload-evidence.ts';

/** For how long the kubelet lets a container start before it ends it. */
export interface ProbeBudget {
  /** Null where no probe ends it. */
  readonly seconds: number | null;
  /** The probe that ends it, in kubectl's words. */
  readonly from: string;
}

/**
 * How long Keycloak may take from its start until it is up, by the probes of its newest pod: those of the startup probe where there is one,
 * else those of the liveness probe (delay + failures × period, as the documentation of Kubernetes reckons it). Null where no pod is
 * seen.
 */
export function probeBudget({ pods, container }: Pick<Workload, 'pods' | 'container'>): ProbeBudget | null {
  const newest = pods.filter(({ current }) => current).toSorted((a, b) => (a.created < b.created ? 1 : -1));
  const seen = [...newest, ...pods].flatMap((pod) => pod.containers.filter(({ name }) => name === container))[0];
  return seen === undefined ? null : budgetOf(seen);
}

function budgetOf({ probes }: Container): ProbeBudget | null {
  for (const name of ['startup', 'liveness'] as const) {
    const words = probes?.[name];
    if (words === undefined) continue;
    const [delay, period, failures] = ['delay', 'period', '#failure'].map((part) => numberIn(words, part));
    // Words that do not say it are no budget; they are ours, so this is but for records of another version.
    if (delay === undefined || period === undefined || failures === undefined) return null;
    return { seconds: delay + period * failures, from: `${name} probe: ${words}` };
  }
  return { seconds: null, from: 'no startup or liveness probe' };
}

function numberIn(words: string, part: string): number | undefined {
  const found = new RegExp(`(?:^| )${part}=(\\d+)`).exec(words)?.[1];
  return found === undefined ? undefined : Number(found);
}
