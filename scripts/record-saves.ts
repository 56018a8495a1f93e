// Records what moves in a configuration when somebody opens a page of the admin console and saves it without changing anything: a rich
// realm on real servers of each recorded version (or of those that are named), saved in a real browser. Four minutes for each.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Environment } from '../packages/core/src/index.ts';
import { realmConfiguration } from '../packages/checks/src/keycloak-config/realm-configuration.ts';
import type { RealmConfiguration } from '../packages/checks/src/keycloak-config/evidence.ts';
import { findChromium, launchBrowser } from '../packages/checks/src/login/browser.ts';
import { provideTools } from '../packages/lab/src/install/install.ts';
import { adminApi } from '../packages/lab/src/keycloak/admin-api.ts';
import { parseKeycloakVersion } from '../packages/lab/src/keycloak/version.ts';
import { createRichRealm } from '../packages/lab/src/realm/rich.ts';
import { makeReader } from '../packages/lab/src/recording/reader.ts';
import { recordedVersions } from '../packages/lab/src/recording/record-logs.ts';
import { openStage } from '../packages/lab/src/recording/stage.ts';
import type { Stage } from '../packages/lab/src/recording/stage.ts';
import { pagesOf } from './console/pages.ts';
import { saveAll } from './console/record.ts';
import type { Save } from './console/record.ts';
import { root } from './purity/judging-modules.ts';

const folder = join(root, 'packages/checks/src/keycloak-config/fixtures/saves');
const realm = 'rich';
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));
const { signal } = interrupt;

async function savesOn(stage: Stage, text: string): Promise<readonly Save[]> {
  const version = parseKeycloakVersion(text);
  if (!version) throw new Error(`${text} is no version.`);
  await stage.emptyDatabase();
  const node = await stage.start(text);
  const ask = adminApi(() => node.url, stage.administrator, signal);
  await createRichRealm(ask, realm, version);
  const reader = await makeReader(ask);
  const environment = Environment.parse({
    id: 'recording',
    title: 'Recording',
    keycloak: { publicUrl: node.url, adminUrl: node.url, realms: [realm] },
    gate: { admin: { realm: reader.realm, clientId: reader.clientId, secret: { secret: 'variable', name: 'READER' } } },
  });
  const run = { suite: 'recording', environment };
  const executable = await findChromium();
  if (executable === undefined) throw new Error('There is no Chromium on this machine.');
  const browser = await launchBrowser(executable);
  try {
    const look = async (): Promise<RealmConfiguration> => {
      const { value } = await realmConfiguration.collect(
        { realm },
        {
          run,
          signal,
          looks: {},
          secret: () => reader.secret,
          stateFolder: '',
          conceal: () => undefined,
          attach: () => '',
          shared: async (_key, create) => create(),
        },
      );
      if (!value) throw new Error('The realm could not be read.');
      return value;
    };
    return await saveAll(browser, await pagesOf(realm, ask), { url: node.url, realm, administrator: stage.administrator, look });
  } finally {
    await browser.close();
    await node.end();
  }
}

await mkdir(folder, { recursive: true });
const stage = await openStage(await provideTools(() => undefined, signal), signal);
try {
  const wanted = process.argv.slice(2);
  for (const version of wanted.length > 0 ? wanted : recordedVersions) {
    const saves = await savesOn(stage, version);
    await writeFile(join(folder, `${version}.json`), `${JSON.stringify(saves, undefined, 1)}\n`);
    console.log(`${version}: ${saves.length} pages could be saved`);
  }
} finally {
  await stage.dispose();
}
