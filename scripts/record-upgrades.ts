// Records what an upgrade does to a configuration by itself: realms on real servers, on one PostgreSQL, upgraded step by step, and
// once more at once; each looked at with the gate's own collectors after each step. Ten minutes on two cores.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { canonicalJson, Environment } from '../packages/core/src/index.ts';
import type { CollectContext, Collected } from '../packages/core/src/index.ts';
import { realmConfiguration } from '../packages/checks/src/keycloak-config/realm-configuration.ts';
import { server } from '../packages/checks/src/keycloak-config/server.ts';
import { provideTools } from '../packages/lab/src/install/install.ts';
import { atOnce, recordRealms, stepByStep } from '../packages/lab/src/recording/record-realms.ts';
import type { LookAt, Stop } from '../packages/lab/src/recording/record-realms.ts';
import { openStage } from '../packages/lab/src/recording/stage.ts';
import { root } from './purity/judging-modules.ts';

const folder = join(root, 'packages/checks/src/keycloak-config/fixtures/upgrades');
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));

const contextAt = ({ url, realms, reader }: Stop): CollectContext<Record<never, never>> => ({
  run: {
    suite: 'recording',
    environment: Environment.parse({
      id: 'recording',
      title: 'Recording',
      keycloak: { publicUrl: url, adminUrl: url, realms },
      gate: { admin: { realm: reader.realm, clientId: reader.clientId, secret: { secret: 'variable', name: 'READER' } } },
    }),
  },
  signal: interrupt.signal,
  looks: {},
  secret: () => reader.secret,
  stateFolder: '',
  conceal: () => undefined,
  attach: () => '',
  shared: (_key, create) => create(),
});

async function write(name: string, evidence: unknown): Promise<void> {
  const file = gzipSync(canonicalJson(evidence), { level: 9 });
  await writeFile(join(folder, `${name}.json.gz`), file);
  console.log(`${name}: ${file.length} bytes`);
}

/** Keeps what is seen at each stop in a file each; `way` stands before their names. */
const keep =
  (way: string): LookAt =>
  async (stop) => {
    const { realms, version, when } = stop;
    const context = contextAt(stop);
    for (const realm of realms)
      await write(
        `${way}${realm}@${version}${when === 'arrived' ? '' : '-leaving'}`,
        await seen(`${realm} on ${version}`, realmConfiguration.collect({ realm }, context)),
      );
    if (way === '' && realms.includes('master'))
      await write(`server@${version}`, await seen(`server ${version}`, server.collect({}, context)));
  };

async function seen<E>(what: string, look: Promise<Collected<E>>): Promise<E> {
  const { value, gaps = [] } = await look;
  for (const { reason } of gaps) console.log(`${what}: not seen: ${reason}`);
  if (!value) throw new Error(`Nothing could be seen of ${what}.`);
  return value;
}

await mkdir(folder, { recursive: true });
const stage = await openStage(await provideTools(() => undefined, interrupt.signal), interrupt.signal);
try {
  await recordRealms(stage, { versions: stepByStep, building: true, look: keep('') }, interrupt.signal);
  await recordRealms(stage, { versions: atOnce, building: false, look: keep('at-once-') }, interrupt.signal);
} finally {
  await stage.dispose();
}
