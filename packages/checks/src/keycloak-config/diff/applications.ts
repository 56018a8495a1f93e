import type { Difference } from './difference.ts';

/** An application, and the client that it logs its users in with. */
export interface ApplicationClient {
  readonly id: string;
  readonly clientId: string;
}

export interface ApplicationDifferences {
  /** Undefined for what is of no application. */
  readonly application?: string;
  readonly differences: readonly Difference[];
}

/** The differences by the application whose client they are of; those of no application come last. */
export function byApplication(
  differences: readonly Difference[],
  applications: readonly ApplicationClient[],
): readonly ApplicationDifferences[] {
  const byClient = Map.groupBy(applications, ({ clientId }) => clientId);
  const groups = Map.groupBy(differences, ({ object }) =>
    byClient
      .get(clientOf(object) ?? '')
      ?.map(({ id }) => id)
      .join(', '),
  );
  const ofNone = groups.get(undefined);
  const named = [...groups].flatMap(([application, lines]) => (application === undefined ? [] : [{ application, differences: lines }]));
  return [...named.toSorted((a, b) => (a.application < b.application ? -1 : 1)), ...(ofNone ? [{ differences: ofNone }] : [])];
}

/** The client that an object is, or belongs to. */
function clientOf(object: string): string | undefined {
  const [, role] = /^client-role\/(.+):[^:]*$/s.exec(object) ?? [];
  const [, own] = /^(?:client|service-account|authorization|token)\/(.+)$/s.exec(object) ?? [];
  return role ?? own;
}
