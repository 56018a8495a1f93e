import { z } from 'zod';
import type { Server } from './evidence.ts';

/** The parts of `GET /admin/serverinfo` that say what the server is made of. */
const ServerInfo = z.object({
  systemInfo: z.object({ version: z.string().optional() }).optional(),
  providers: z.record(z.string(), z.object({ providers: z.record(z.string(), z.unknown()) })).optional(),
  themes: z.record(z.string(), z.array(z.object({ name: z.string() }))).optional(),
  features: z.array(z.object({ name: z.string(), enabled: z.boolean() })).optional(),
});

/** What the server tells of itself; `hidden` are the parts that it keeps from this reader, or does not know yet. */
export interface ServerTold {
  readonly server: Server;
  readonly hidden: readonly ('providers' | 'themes' | 'features')[];
}

/** Undefined for an answer that no Keycloak gives. */
export function serverTold(answer: unknown): ServerTold | undefined {
  const { success, data } = ServerInfo.safeParse(answer);
  if (!success) return undefined;
  const { systemInfo, providers = {}, themes = {}, features = [] } = data;
  const version = systemInfo?.version;
  const server: Server = {
    ...(version === undefined ? {} : { version }),
    providers: mapped(providers, (spi) => Object.keys(spi.providers).toSorted()),
    themes: mapped(themes, (list) => list.map(({ name }) => name).toSorted()),
    features: Object.fromEntries(features.map(({ name, enabled }) => [name, enabled])),
  };
  const parts = ['providers', 'themes', 'features'] as const;
  return { server, hidden: parts.filter((part) => Object.keys(server[part]).length === 0) };
}

const mapped = <T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
