import type { Server } from './evidence.ts';

/** One thing that a server is made of: a provider, a theme, or a feature that is on. */
export interface Part {
  readonly kind: 'provider' | 'theme' | 'feature';
  /** What a provider provides, what a theme clothes; nothing of a feature. */
  readonly of?: string;
  readonly name: string;
}

/** Its one name: `provider/eventsListener/email`, `theme/login/keycloak`, `feature/PASSKEYS`. */
export const nameOf = ({ kind, of, name }: Part): string => [kind, ...(of === undefined ? [] : [of]), name].join('/');

/** All parts of a server, in the order of their names. */
export function partsOf({ providers, themes, features }: Server): readonly Part[] {
  const named = (kind: 'provider' | 'theme', lists: Readonly<Record<string, readonly string[]>>): Part[] =>
    Object.entries(lists).flatMap(([of, names]) => names.map((name) => ({ kind, of, name })));
  const on = Object.entries(features).flatMap(([name, enabled]): Part[] => (enabled ? [{ kind: 'feature', name }] : []));
  return [...on, ...named('provider', providers), ...named('theme', themes)].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** What the first has and the second lacks. */
export function partsWithout(of: Server, without: Server): readonly Part[] {
  const there = new Set(partsOf(without).map(nameOf));
  return partsOf(of).filter((part) => !there.has(nameOf(part)));
}
