import { startApplications, placeApplications } from '../applications/start.ts';
import type { ManagedApplications } from '../applications/start.ts';
import { startBalancer } from '../balancer/balancer.ts';
import type { Balancer } from '../balancer/balancer.ts';
import { startControlPlane } from '../control-plane/start.ts';
import { gateImages, imagesOf } from '../gate/image-runtime.ts';
import { keycloakImages } from '../keycloak/image-runtime.ts';
import { startKubelet } from '../kubelet/kubelet.ts';
import type { Kubelet } from '../kubelet/kubelet.ts';
import { connectKubernetes } from '../kubernetes-api/kubernetes-api.ts';
import { deploymentOf } from '../lab/deployment.ts';
import type { Deployed } from '../lab/deployment.ts';
import { writePrivateJsonNow } from '../lab/folder.ts';
import type { LabFolder } from '../lab/folder.ts';
import { claimNetwork, requireFreePorts } from '../lab/network.ts';
import { personaliseDatabase } from '../lab/personalise.ts';
import { stepOf } from '../lab/progress.ts';
import type { LabProgress } from '../lab/progress.ts';
import { awaitRollout } from '../lab/rollout.ts';
import type { RunningState, StartingState } from '../lab/state.ts';
import { applyLab } from '../manifests/apply-lab.ts';
import { createAccounts, databaseName, grantToGate } from '../postgres/database.ts';
import { dumpDatabase } from '../postgres/dump.ts';
import { restoreDatabase } from '../postgres/restore.ts';
import { startPostgres } from '../postgres/server.ts';
import type { Postgres } from '../postgres/server.ts';
import { issuerOf, labRealmName, newLabSecrets } from '../realm/index.ts';
import type { LabSecrets } from '../realm/index.ts';
import { randomSecret } from './random-secret.ts';
import type { DaemonOrder } from './order.ts';

/** The parts of a lab that is up, and the way to end them. */
export interface LabParts {
  readonly state: RunningState;
  readonly postgres: Postgres;
  readonly kubelet: Kubelet;
  readonly balancer: Balancer;
  readonly applications: ManagedApplications;
}

/** Called with the end of a part as soon as that part runs: what was started is ended, however far it got. */
export type OnEnd = (end: () => Promise<void>) => void;

/** Starts all parts of a lab, side by side where they do not need each other, and resolves when it is up. */
export async function startLab(
  order: DaemonOrder,
  started: StartingState,
  folder: LabFolder,
  onEnd: OnEnd,
  progress: LabProgress,
  signal: AbortSignal,
): Promise<LabParts> {
  await requireFreePorts([8080, 9000]);
  const { network, held: balancer } = await claimNetwork(order.name, (candidate) => startBalancer(`${candidate}.0.1`, 8080));
  onEnd(() => balancer.close());
  const placements = await placeApplications(`${network}.1`);
  const secrets: LabSecrets = { ...order.template.secrets, clients: newLabSecrets().clients };
  const passwords = { keycloak: randomSecret(), gate: randomSecret() };

  const database = stepOf(progress, `PostgreSQL with the database of Keycloak ${order.version}`, async () => {
    const postgres = await startPostgres({
      programs: order.tools.postgres,
      directory: folder.postgres,
      host: `${network}.0.2`,
      records: folder.processes,
      signal,
    });
    onEnd(() => postgres.stop());
    await createAccounts(postgres, passwords, signal);
    await restoreDatabase(postgres, databaseName, order.template.dump, signal);
    await personaliseDatabase(postgres, { publicUrl: balancer.url, applications: placements, secrets }, signal);
    await grantToGate(postgres, signal);
    await dumpDatabase(postgres, databaseName, folder.backups, signal);
    return postgres;
  });
  const cluster = stepOf(progress, 'Kubernetes', async () => {
    const controlPlane = await startControlPlane({ dir: folder.controlPlane, binaries: order.binaries, signal });
    onEnd(() => controlPlane.stop());
    const kubelet = await startKubelet({
      server: controlPlane.server,
      caFile: controlPlane.caFile,
      token: controlPlane.tokens.kubelet,
      dir: folder.kubelet,
      images: imagesOf(gateImages(), keycloakImages(order.tools)),
      signal,
    });
    onEnd(() => kubelet.stop());
    kubelet.onAddresses((addresses) => {
      balancer.setBackends(addresses.filter(({ ready }) => ready));
      // Written at once: the kubelet's last word comes when the lab goes down, and nothing may be written after that.
      writePrivateJsonNow(folder.pods, addresses);
    });
    return { controlPlane, kubelet };
  });
  const [{ controlPlane, kubelet }, postgres] = await both(cluster, database);

  const issuer = issuerOf(balancer.url, labRealmName);
  await stepOf(progress, `Keycloak ${order.version} on ${order.replicas} ${order.replicas === 1 ? 'node' : 'nodes'}`, async () => {
    const api = await connectKubernetes({ server: controlPlane.server, caFile: controlPlane.caFile, token: controlPlane.tokens.admin });
    try {
      const deployed: Deployed = { version: order.version, replicas: order.replicas };
      const wanted = deploymentOf(deployed, { publicUrl: balancer.url, database: postgres });
      writePrivateJsonNow(folder.deployed, deployed);
      await applyLab(api, { keycloak: wanted, databasePassword: passwords.keycloak }, signal);
      await awaitRollout(api, signal);
      await grantToGate(postgres, signal);
    } finally {
      api.close();
    }
  });
  // The applications look for their provider when they start, and some give up at once.
  const applications = await stepOf(progress, `${placements.length} applications`, () =>
    startApplications({ placements, issuer, clientSecrets: secrets.clients, directory: folder.applications, signal }),
  );
  onEnd(() => applications.stopAll());
  await dumpDatabase(postgres, databaseName, folder.backups, signal);

  const { programs, socket, host, port } = postgres;
  return {
    postgres,
    kubelet,
    balancer,
    applications,
    state: {
      ...started,
      phase: 'running',
      readyAt: new Date().toISOString(),
      tools: order.tools,
      publicUrl: balancer.url,
      kubernetes: {
        server: controlPlane.server,
        caFile: controlPlane.caFile,
        adminToken: controlPlane.tokens.admin,
        gateToken: controlPlane.tokens.gate,
        kubeconfig: controlPlane.kubeconfigFile,
        gateKubeconfig: controlPlane.gateKubeconfigFile,
      },
      database: { programs, socket, host, port },
      passwords,
      administrator: order.template.administrator,
      secrets,
      applications: placements,
    },
  };
}

/** Both results; when one fails, its error, but not before the other has settled: it may have started something. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}
