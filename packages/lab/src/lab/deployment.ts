import { readFile } from 'node:fs/promises';
import { parseKeycloakVersion, atLeast } from '../keycloak/version.ts';
import { imageOfVersion } from '../keycloak/image-runtime.ts';
import { UnknownKeycloakVersion } from '../keycloak/distribution.ts';
import type { KeycloakDeployment } from '../manifests/keycloak-deployment.ts';
import type { LabFolder } from './folder.ts';
import { databaseName, keycloakAccount } from '../postgres/database.ts';

/** What the lab deployed last: what it puts back when the Deployment was tampered with. */
export interface Deployed {
  readonly version: string;
  readonly replicas: number;
  /** When the same version was deployed again. */
  readonly restartedAt?: string;
}

/** Reads what was deployed last. */
export const readDeployed = async (folder: LabFolder): Promise<Deployed> => JSON.parse(await readFile(folder.deployed, 'utf8')) as Deployed;

/** What a Deployment needs to know of its lab. */
export interface DeploymentSurroundings {
  readonly publicUrl: string;
  readonly database: { readonly host: string; readonly port: number };
}

/** The lab's Keycloak of a version. From 25 on nothing but the image differs between versions. */
export function deploymentOf(
  { version, replicas, restartedAt }: Deployed,
  { publicUrl, database }: DeploymentSurroundings,
): KeycloakDeployment {
  const parsed = parseKeycloakVersion(version);
  if (!parsed) throw new UnknownKeycloakVersion(version);
  const modern = atLeast(parsed, 25);
  const { hostname, port } = new URL(publicUrl);
  return {
    image: imageOfVersion(version),
    replicas,
    args: ['start', '--optimized'],
    env: {
      KC_DB_URL: `jdbc:postgresql://${database.host}:${database.port}/${databaseName}`,
      KC_DB_USERNAME: keycloakAccount,
      KC_HTTP_ENABLED: 'true',
      // 24 takes the parts of the address, later versions the whole.
      ...(modern
        ? { KC_HOSTNAME: publicUrl, KC_PROXY_HEADERS: 'xforwarded' }
        : { KC_HOSTNAME: hostname, KC_HOSTNAME_PORT: port, KC_HOSTNAME_STRICT_HTTPS: 'false', KC_PROXY_HEADERS: 'xforwarded' }),
    },
    ...(modern ? { managementPort: 9000 } : {}),
    probePeriodSeconds: 1,
    ...(restartedAt === undefined ? {} : { restartedAt }),
  };
}
