import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cacheFolder,
  certificateAuthority,
  controlPlaneBinaries,
  provideTools,
  startControlPlane,
  startPostgres,
} from '@keycloak-release-gate/lab';
import { startForwardProxy } from './forward-proxy.ts';
import type { ForwardProxy } from './forward-proxy.ts';
import { listening } from './listening.ts';

/** What stands in a company's network: servers that an authority of its own vouches for, some of them behind its proxy. */
export interface Company {
  /** The file of the authority. */
  readonly authority: string;
  /** The port of a server of HTTPS that is `sso.example`, which only the proxy knows, and 127.0.0.1. */
  readonly https: number;
  readonly proxy: ForwardProxy;
  readonly database: number;
  /** The file of the database's authority, which is another one. */
  readonly databaseAuthority: string;
  /** A kubeconfig of the API server, with these fields of its cluster beside its address. */
  kubeconfig(cluster: object): string;
  /** The file of the API server's own authority. */
  readonly kubernetesAuthority: string;
  readonly kubernetes: string;
  close(): Promise<void>;
}

export async function startCompany(signal: AbortSignal): Promise<Company> {
  const folder = mkdtempSync(join(tmpdir(), 'ways-'));
  // The account that PostgreSQL runs as must reach its folder in there.
  chmodSync(folder, 0o711);
  const authority = certificateAuthority('Company Root');
  const { key, cert } = authority.issue({ dns: ['sso.example'], ipv4: ['127.0.0.1'] });
  const authorityFile = join(folder, 'company.pem');
  writeFileSync(authorityFile, authority.cert);
  const databaseRoot = certificateAuthority('Database Root');
  const databaseAuthority = join(folder, 'database.pem');
  writeFileSync(databaseAuthority, databaseRoot.cert);
  const server = createServer({ key, cert }, (_, response) => response.end('<h1>Welcome</h1>'));
  const [https, proxy, tools, binaries] = await Promise.all([
    listening(server),
    startForwardProxy(),
    provideTools(() => undefined, signal),
    controlPlaneBinaries({ cacheDir: cacheFolder(), signal }),
  ]);
  const directory = join(folder, 'database');
  const files = join(folder, 'database-certificate');
  mkdirSync(files);
  const [keyFile, certFile] = [join(files, 'server.key'), join(files, 'server.pem')];
  const own = databaseRoot.issue({ ipv4: ['127.0.0.1'] });
  writeFileSync(keyFile, own.key, { mode: 0o600 });
  writeFileSync(certFile, own.cert);
  if (process.getuid?.() === 0) chownSync(keyFile, Number(execFileSync('id', ['-u', 'postgres'])), 0);
  const settings = ['ssl=on', `ssl_cert_file=${certFile}`, `ssl_key_file=${keyFile}`];
  const [postgres, controlPlane] = await Promise.all([
    startPostgres({ programs: tools.postgres, directory, host: '127.0.0.1', records: join(folder, 'processes'), settings, signal }),
    startControlPlane({ dir: join(folder, 'kubernetes'), binaries, signal }),
  ]);
  let count = 0;
  return {
    authority: authorityFile,
    https,
    proxy,
    database: postgres.port,
    databaseAuthority,
    kubernetesAuthority: controlPlane.caFile,
    kubernetes: controlPlane.server,
    kubeconfig(cluster) {
      const file = join(folder, `kubeconfig-${(count += 1)}`);
      const config = {
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'here',
        clusters: [{ name: 'company', cluster: { server: controlPlane.server, ...cluster } }],
        users: [{ name: 'gate', user: { token: controlPlane.tokens.gate } }],
        contexts: [{ name: 'here', context: { cluster: 'company', user: 'gate' } }],
      };
      writeFileSync(file, JSON.stringify(config));
      return file;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      proxy.close();
      await Promise.all([postgres.stop(), controlPlane.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
