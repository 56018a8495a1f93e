import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startApache } from './apache.ts';
import type { ApplicationSettings, RunningApplication } from './application.ts';
import { labApplication, labApplicationIds } from './catalogue.ts';
import type { ExpressOptions, LabApplicationId, Program } from './catalogue.ts';
import { startNodeApplication } from './node-process.ts';

/** Where an application is, decided before it starts: its client in Keycloak names it. */
export interface Placement {
  readonly id: LabApplicationId;
  readonly address: string;
  readonly port: number;
  readonly url: string;
}

/**
 * Gives every application an address of its own and a port that is free there.
 * `network` is the first three numbers of the addresses: `127.0.31` gives 127.0.31.11 and on.
 */
export async function placeApplications(network: string): Promise<readonly Placement[]> {
  return Promise.all(
    labApplicationIds.map(async (id, index) => {
      const address = `${network}.${11 + index}`;
      const port = await freePort(address);
      return { id, address, port, url: `http://${address}:${port}` };
    }),
  );
}

/** One application of a lab that is up. */
export interface ManagedApplication extends Placement {
  readonly clientId: string;
  /** Undefined while it is stopped, or after it died. */
  readonly pid: number | undefined;
}

/** The applications of a lab that is up. */
export interface ManagedApplications {
  list(): readonly ManagedApplication[];
  /** Starts one that is stopped or died; `change` starts it anew with other settings, which then stay. */
  start(id: LabApplicationId, change?: ApplicationChange): Promise<ManagedApplication>;
  /** Ends one, as an orderly shutdown would. */
  stop(id: LabApplicationId): Promise<void>;
  /** Kills one without a warning. */
  kill(id: LabApplicationId): Promise<void>;
  stopAll(): Promise<void>;
}

/** What can be changed about an application: for faults, and to heal them. */
export interface ApplicationChange {
  readonly issuer?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** How an express application logs out. */
  readonly logout?: ExpressOptions['logout'];
}

export interface StartApplications {
  readonly placements: readonly Placement[];
  readonly issuer: string;
  /** Client secrets by client id. */
  readonly clientSecrets: Readonly<Record<string, string>>;
  /** Each application gets a folder in it. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** Starts all of the lab's applications. When one does not come up, the others are stopped again and its error is thrown. */
export async function startApplications({
  placements,
  issuer,
  clientSecrets,
  directory,
  signal,
}: StartApplications): Promise<ManagedApplications> {
  const settings = new Map(placements.map((placement) => [placement.id, settingsFor(placement, issuer, clientSecrets, directory)]));
  const running = new Map<LabApplicationId, RunningApplication>();

  const settingsOf = (id: LabApplicationId): Settings => {
    const found = settings.get(id);
    if (!found) throw new Error(`Application "${id}" of the lab has no place.`);
    return found;
  };
  const stop = async (id: LabApplicationId): Promise<void> => {
    await running.get(id)?.stop();
    running.delete(id);
  };
  const describe = (id: LabApplicationId): ManagedApplication => {
    const { address, port, url, clientId } = settingsOf(id);
    return { id, address, port, url, clientId, pid: running.get(id)?.pid };
  };
  const start = async (
    id: LabApplicationId,
    change: ApplicationChange = {},
    until: AbortSignal = new AbortController().signal,
  ): Promise<ManagedApplication> => {
    await stop(id);
    settings.set(id, { ...settingsOf(id), ...change });
    const { logout, ...known } = settingsOf(id);
    const started = await startOne(programOf(id, logout), { ...known, signal: until });
    running.set(id, started);
    void started.ended.then(() => (running.get(id) === started ? running.delete(id) : false));
    return describe(id);
  };
  const stopAll = async (): Promise<void> => void (await Promise.all([...running.keys()].map(stop)));

  const results = await Promise.allSettled(placements.map(({ id }) => start(id, {}, signal)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await stopAll();
    throw failed.reason;
  }
  return {
    list: () => placements.map(({ id }) => describe(id)),
    start: (id, change) => start(id, change),
    stop,
    kill: async (id) => {
      const application = running.get(id);
      if (!application) return;
      application.kill();
      await application.ended;
    },
    stopAll,
  };
}

type Settings = Omit<ApplicationSettings, 'signal'> & Pick<ApplicationChange, 'logout'>;

function settingsFor(
  { id, address, port, url }: Placement,
  issuer: string,
  secrets: Readonly<Record<string, string>>,
  directory: string,
): Settings {
  const { clientId } = labApplication(id);
  const secret = secrets[clientId];
  return {
    address,
    port,
    url,
    issuer,
    clientId,
    ...(secret === undefined ? {} : { clientSecret: secret }),
    directory: join(directory, id),
  };
}

/** The program of an application, with another logout where that was asked for. */
function programOf(id: LabApplicationId, logout: ApplicationChange['logout']): Program {
  const { program } = labApplication(id);
  return logout !== undefined && program.kind === 'express' ? { ...program, options: { ...program.options, logout } } : program;
}

function startOne(program: Program, settings: ApplicationSettings): Promise<RunningApplication> {
  return program.kind === 'apache' ? startApache(settings) : startNodeApplication(program, settings);
}

async function freePort(address: string): Promise<number> {
  const server = createServer();
  server.listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  if (bound === null || typeof bound === 'string') throw new Error(`No port is free at ${address}.`);
  return bound.port;
}
