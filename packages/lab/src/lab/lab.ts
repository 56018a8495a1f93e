import { controlOf } from '../daemon/control-client.ts';
import type { Control } from '../daemon/control-client.ts';
import { adminApi } from '../keycloak/admin-api.ts';
import type { AdminRequest } from '../keycloak/admin-api.ts';
import { keycloakBuild } from '../keycloak/build.ts';
import { versionOfImage } from '../keycloak/image-runtime.ts';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import { applyLab, keycloakDeploymentName } from '../manifests/apply-lab.ts';
import { databaseName, forgetClusterMembers, grantToGate } from '../postgres/database.ts';
import { dumpDatabase } from '../postgres/dump.ts';
import type { Dump } from '../postgres/dump.ts';
import { newestDumpOf } from '../postgres/newest-dump.ts';
import { withConnection } from '../postgres/query.ts';
import type { Rows } from '../postgres/query.ts';
import { restoreDatabase } from '../postgres/restore.ts';
import { deploymentOf } from './deployment.ts';
import { httpPort } from '../manifests/keycloak-deployment.ts';
import { readDeployed } from './deployment.ts';
import type { Deployed } from './deployment.ts';
import { labFolder, writePrivateJson } from './folder.ts';
import type { LabFolder } from './folder.ts';
import { placeImage } from './images.ts';
import { connectAdmin } from './kubernetes.ts';
import { LabError } from './lab-error.ts';
import { stepOf } from './progress.ts';
import type { LabProgress } from './progress.ts';
import { readRollbackPoint, requirePinned, writeRollbackPoint } from './rollback-point.ts';
import type { RollbackPoint } from './rollback-point.ts';
import { awaitRollout } from './rollout.ts';
import { status } from './status.ts';
import type { LabStatus } from './status.ts';
import { readState, daemonLives } from './state.ts';
import type { RunningState } from './state.ts';
import { labVariables } from './variables.ts';

export interface ActionOptions {
  readonly signal?: AbortSignal;
  readonly progress?: LabProgress;
}

export interface DeployOptions extends ActionOptions {
  /** False: resolves when the Deployment is changed, without waiting for its pods. */
  readonly wait?: boolean;
}

export interface RollbackOptions extends ActionOptions {
  /** Plan B only: where to stop. `scaled-down`: before the restore, which is where its checkpoint is; `restored`: before the pods start again. */
  readonly until?: 'scaled-down' | 'restored' | 'done';
  /** Plan B only: the dump to restore; without it, the newest one of before the deploy. */
  readonly dump?: string;
}

/** A lab that is up. Every call may come from another process than the one before. */
export interface Lab {
  readonly name: string;
  readonly folder: LabFolder;
  readonly state: RunningState;
  status(signal?: AbortSignal): Promise<LabStatus>;
  /** The environment variables that a scenario for the lab refers to; secrets among them. */
  variables(): Readonly<Record<string, string>>;
  /**
   * The Deploy action: sets the image, and waits until all pods are new and ready. What it would be rolled back to is the newest backup
   * of the old version, as a release is: where there is none, it takes one.
   */
  deploy(version: string, options?: DeployOptions): Promise<void>;
  /** Unpacks a version beside those that were deployed, for who starts Keycloak on a copy of the database. */
  pull(version: string, options?: ActionOptions): Promise<void>;
  scale(replicas: number, options?: DeployOptions): Promise<void>;
  /**
   * Back to the version before the last deploy. Plan A sets the old image and leaves the database as it is. Plan B
   * stops all pods, restores a dump (the newest one of before the deploy, unless told), and starts the old version on it; after an
   * `until` it goes on where it stopped.
   */
  rollback(plan: 'a' | 'b', options?: RollbackOptions): Promise<void>;
  /** What the last deploy would be rolled back to; rejects when there was none. */
  rollbackPoint(): Promise<RollbackPoint>;
  /** The lab's nightly backup: a dump with its manifest, in the backup directory. */
  dumpDatabase(options?: ActionOptions): Promise<Dump>;
  /**
   * Replaces the database by a dump, whatever is connected; Keycloak should be stopped. The dump of a running cluster
   * names nodes that are gone: unless `keepClusterMembers`, they are taken out (see `forgetClusterMembers`).
   */
  restoreDatabase(file: string, options?: ActionOptions & { readonly keepClusterMembers?: boolean }): Promise<void>;
  /** Puts namespace, Secret, Service and Deployment back to how the lab deployed them last: heals what a fault did to them. */
  repairDeployment(options?: DeployOptions): Promise<void>;
  /** The API server, as its administrator. */
  readonly kubernetes: KubernetesApi;
  /** One statement as PostgreSQL's superuser, in Keycloak's database. */
  sql(statement: string, values?: readonly unknown[], signal?: AbortSignal): Promise<Rows>;
  /** Keycloak's admin API as its administrator, past the balancer, at a pod that is ready. */
  keycloakAdmin: AdminRequest;
  /** Asks the daemon: applications, balancer, database server, log reads. */
  control: Control;
}

/** The lab of this name, when it is up. */
export async function openLab(name?: string): Promise<Lab | undefined> {
  const folder = labFolder(name);
  const state = await readState(folder);
  return state?.phase === 'running' && (await daemonLives(state)) ? labOf(folder, state) : undefined;
}

const never = new AbortController().signal;
const silent: LabProgress = () => undefined;

/** The lab that a folder and its state describe. */
export async function labOf(folder: LabFolder, state: RunningState): Promise<Lab> {
  const api = await connectAdmin(state);
  const control = controlOf(folder.socket, never);
  const { database } = state;

  const apply = async (deployed: Deployed, { wait = true, signal = never }: Pick<DeployOptions, 'wait' | 'signal'>): Promise<void> => {
    const keycloak = deploymentOf(deployed, state);
    await writePrivateJson(folder.deployed, deployed);
    await applyLab(api, { keycloak, databasePassword: state.passwords.keycloak }, signal);
    if (!wait) return;
    await awaitRollout(api, signal);
    // A new version may have made tables that the gate must read.
    await grantToGate(database, signal);
  };

  const readyNode = async (): Promise<string> => {
    const { pods } = await control('status', {});
    const ready = pods.find((pod) => pod.ready);
    if (!ready) throw new LabError('No pod of Keycloak is ready.', 'Wait until one is.');
    return `http://${ready.address}:${httpPort}`;
  };

  const lab: Lab = {
    name: folder.name,
    folder,
    state,
    control,
    kubernetes: api,
    status: (signal) => status(folder.name, signal),
    variables: () => labVariables(state, folder),
    keycloakAdmin: adminApi(readyNode, state.administrator, never),
    sql: (statement, values, signal = never) => withConnection(database, databaseName, signal, ({ query }) => query(statement, values)),
    rollbackPoint: () => readRollbackPoint(folder),

    async pull(version, { signal = never, progress = silent } = {}) {
      const build = await stepOf(progress, `Keycloak ${version}: have it built`, () => keycloakBuild({ version, ...state.tools, signal }));
      await placeImage(folder, build);
    },

    async deploy(version, { signal = never, progress = silent, wait = true } = {}) {
      const before = await inCluster(api, signal);
      // Before anything is changed: an unknown version is refused here, and no pod waits for a build.
      await lab.pull(version, { signal, progress });
      const dump =
        (await newestDumpOf(folder.backups, before.version)) ??
        (await stepOf(progress, `Backup of the database of ${before.version}`, () =>
          dumpDatabase(database, databaseName, folder.backups, signal),
        ));
      const deployedAt = new Date().toISOString();
      const { replicas } = before;
      await writeRollbackPoint(folder, { deployedAt, fromVersion: before.version, toVersion: version, replicas }, dump);
      await stepOf(progress, `Deploy Keycloak ${version}`, async () => {
        // The same version again is a deploy, too: its pods are made anew.
        await apply({ version, replicas, ...(version === before.version ? { restartedAt: deployedAt } : {}) }, { signal, wait });
      });
    },

    async scale(replicas, { signal = never, progress = silent, wait = true } = {}) {
      await stepOf(progress, `Scale to ${replicas}`, async () => {
        await api.patch('Deployment', keycloakDeploymentName, { spec: { replicas } }, signal);
        if (wait) await awaitRollout(api, signal);
      });
    },

    async rollback(plan, { signal = never, progress = silent, until = 'done', dump } = {}) {
      const point = await readRollbackPoint(folder);
      if (plan === 'b') {
        await lab.scale(0, { signal, progress });
        if (until === 'scaled-down') return;
        if (dump === undefined) await requirePinned(point, signal);
        await lab.restoreDatabase(dump ?? point.dump, { signal, progress });
        if (until === 'restored') return;
      }
      await stepOf(progress, `Deploy Keycloak ${point.fromVersion}`, () =>
        apply({ version: point.fromVersion, replicas: point.replicas }, { signal }),
      );
    },

    dumpDatabase: ({ signal = never, progress = silent } = {}) =>
      stepOf(progress, 'Backup of the database', () => dumpDatabase(database, databaseName, folder.backups, signal)),

    async restoreDatabase(file, { signal = never, progress = silent, keepClusterMembers = false } = {}) {
      await stepOf(progress, `Restore ${file}`, async () => {
        await restoreDatabase(database, databaseName, file, signal);
        if (!keepClusterMembers) await forgetClusterMembers(database, signal);
        await grantToGate(database, signal);
      });
    },

    async repairDeployment({ progress = silent, ...options } = {}) {
      const deployed = await readDeployed(folder);
      await stepOf(progress, `Repair the Deployment of Keycloak ${deployed.version}`, () => apply(deployed, options));
    },
  };
  return lab;
}

/** What is deployed, by the Deployment's own word. */
async function inCluster(api: KubernetesApi, signal: AbortSignal): Promise<Deployed> {
  const { spec } = await api.get('Deployment', keycloakDeploymentName, signal);
  const image = spec.template.spec.containers[0]?.image ?? '';
  const version = versionOfImage(image);
  if (version !== undefined) return { version, replicas: spec.replicas ?? 1 };
  throw new LabError(`The Deployment's image is "${image}", which is no version of Keycloak.`, 'Repair the Deployment first.');
}
