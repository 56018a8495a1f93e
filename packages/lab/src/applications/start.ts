import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startApache } from './apache.ts';
import type { ApplicationSettings, RunningApplication } from './application.ts';
import { labApplication, labApplicationIds } from './catalogue.ts';
import type { LabApplicationId, Logout, Program } from './catalogue.ts';
import { startNodeProcess } from './node-process.ts';
import type { NodeProcess } from './node-process.ts';
import type { Trouble } from './trouble.ts';

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
  /** Kills one that has a process of its own, without a warning. */
  kill(id: LabApplicationId): Promise<void>;
  stopAll(): Promise<void>;
}

/** What can be changed about an application: for faults, and to heal them. */
export interface ApplicationChange {
  readonly issuer?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** How an express application logs out. */
  readonly logout?: Logout;
  /** What goes wrong in an express application; null: nothing any more. */
  readonly trouble?: Trouble | null;
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
  const startOne = starter(directory);

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
    const { logout, trouble, ...known } = settingsOf(id);
    const started = await startOne.start(id, programOf(id, logout), {
      ...known,
      ...(trouble === undefined || trouble === null ? {} : { trouble }),
      signal: until,
    });
    running.set(id, started);
    void started.ended.then(() => (running.get(id) === started ? running.delete(id) : false));
    return describe(id);
  };
  const stopAll = async (): Promise<void> => {
    await Promise.all([...running.keys()].map(stop));
    await startOne.end();
  };

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
      if (!hasOwnProcess(id)) throw new Error(`Application "${id}" shares its process with others, which would be killed with it.`);
      const application = running.get(id);
      if (!application) return;
      application.kill();
      await application.ended;
    },
    stopAll,
  };
}

type Settings = Omit<ApplicationSettings, 'signal' | 'trouble'> & Pick<ApplicationChange, 'logout' | 'trouble'>;

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

const hasOwnProcess = (id: LabApplicationId): boolean => {
  const { program, ownProcess = false } = labApplication(id);
  return ownProcess || program.kind === 'apache';
};

/** Starts applications, and knows the process that most of those written for Node share: memory is what a small machine lacks. */
function starter(directory: string): {
  start(id: LabApplicationId, program: Program, settings: ApplicationSettings): Promise<RunningApplication>;
  end(): Promise<void>;
} {
  let shared: Promise<NodeProcess> | undefined;
  const sharedProcess = async (signal: AbortSignal): Promise<NodeProcess> => {
    const known = shared;
    if (known !== undefined && (await known).alive()) return known;
    // Another application may have started it meanwhile.
    if (shared === known || shared === undefined) shared = startNodeProcess(join(directory, 'shared'), signal);
    return shared;
  };
  return {
    start: async (id, program, settings) => {
      if (program.kind === 'apache') return startApache(settings, program.module);
      if (!hasOwnProcess(id)) return (await sharedProcess(settings.signal)).start(program, settings);
      const own = await startNodeProcess(settings.directory, settings.signal);
      try {
        return { ...(await own.start(program, settings)), stop: () => own.stop() };
      } catch (error) {
        await own.stop();
        throw error;
      }
    },
    end: async () => (await shared)?.stop(),
  };
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
