import { lookup } from 'node:dns/promises';
import { realpath } from 'node:fs/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { VariableReference } from '@keycloak-release-gate/core';
import { loadEnvironment, scenarioIds } from '../scenarios/load.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';

/** Where a database server is. */
export interface ServerPlace {
  readonly host: string;
  readonly port: number;
  /** What its name stands for; undefined where that could not be told. */
  readonly addresses: readonly string[] | undefined;
}

/** The database of an environment of the scenarios: nothing is restored there. */
export interface LivePlace {
  readonly environment: string;
  readonly production: boolean;
  /** It is brought up by the runner, and perhaps not there. */
  readonly ofLab: boolean;
  /** Undefined where its file names a variable that is not set here. */
  readonly place: (ServerPlace & { readonly database: string }) | undefined;
}

/** The databases of all environments, as far as their files and this machine's variables tell where they are. */
export async function livePlaces(scenarios: string, variables: Variables): Promise<readonly LivePlace[]> {
  const ids = await scenarioIds(scenarios, 'environments');
  const found = await Promise.all(
    ids.map(async (id): Promise<LivePlace | undefined> => {
      const { value } = await loadEnvironment(scenarios, id);
      if (value.database === undefined) return undefined;
      const filled = (part: unknown): string | undefined => {
        const reference = VariableReference.safeParse(part);
        const plain = reference.success ? variables[reference.data.variable] : part;
        return typeof plain === 'string' || typeof plain === 'number' ? String(plain) : undefined;
      };
      const host = filled(value.database.host);
      const port = Number(filled(value.database.port ?? 5432));
      const database = filled(value.database.name);
      const place =
        host === undefined || database === undefined || Number.isNaN(port)
          ? undefined
          : { host, port, database, addresses: await addressesOf(host) };
      return { environment: id, production: value.production === true, ofLab: value.startedBy === 'lab', place };
    }),
  );
  return found.flatMap((each) => each ?? []);
}

/** The machine that this runs on, by whichever of its addresses. */
const HERE = 'this machine';
const isSocket = (address: string): boolean => address.startsWith('/');
export const isHere = (address: string): boolean => address === HERE || isSocket(address);

/** Whether two addresses may lead to the same server, of the same port: a socket may be of the server that listens on this machine. */
export const mayBeSame = (one: string, other: string): boolean =>
  one === other || (isHere(one) && isHere(other) && isSocket(one) !== isSocket(other));

/** The addresses that a name stands for; undefined where it cannot be resolved, or names the folder of a socket. */
export async function resolved(host: string): Promise<readonly string[] | undefined> {
  if (host.startsWith('/')) return undefined;
  if (isIP(host) !== 0) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  }
}

/** These addresses in one spelling each; of a socket, its folder. */
export async function addressesOf(host: string): Promise<readonly string[] | undefined> {
  if (host.startsWith('/')) return [await realpath(host).catch(() => host)];
  const found = await resolved(host);
  return found && [...new Set(found.map(canonicalAddress))];
}

/** One spelling of an address. Every address of this machine leads to a server of it that listens on all. */
export function canonicalAddress(zoned: string): string {
  const address = zoned.replace(/%.*$/, '');
  const plain = new URL(isIP(address) === 6 ? `http://[${address}]/` : `http://${address}/`).hostname.replace(/^\[(.*)\]$/, '$1');
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(plain) ?? [];
  const short = high === undefined || low === undefined ? plain : fourOf(Number.parseInt(high, 16), Number.parseInt(low, 16));
  return short.startsWith('127.') || ['::1', '::', '0.0.0.0'].includes(short) || own().has(short) ? HERE : short;
}

const fourOf = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');

const own = (): ReadonlySet<string> =>
  new Set(Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address)));
