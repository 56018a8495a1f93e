// Records the logs that the catalogue of Keycloak's messages is held against: real servers, one after another, on a real PostgreSQL.
// Five minutes on two cores, and more the first time. With versions as arguments, only those are recorded; `upgrades` stands for the way through all of them.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provideTools } from '../packages/lab/src/install/install.ts';
import { recordedVersions, recordUpgrades, recordVersion } from '../packages/lab/src/recording/record-logs.ts';
import { openStage } from '../packages/lab/src/recording/stage.ts';
import { root } from './purity/judging-modules.ts';

const folder = join(root, 'packages/checks/src/keycloak-log/fixtures/recorded');
const wanted = process.argv.slice(2);
const parts = wanted.length === 0 ? [...recordedVersions, 'upgrades'] : wanted;
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));

await mkdir(folder, { recursive: true });
const stage = await openStage(await provideTools(() => undefined, interrupt.signal), interrupt.signal);
try {
  const keep = async (name: string, log: string): Promise<void> => {
    await writeFile(join(folder, `${name}.txt`), log.endsWith('\n') ? log : `${log}\n`);
    console.log(`${name}: ${log.split('\n').length} lines`);
  };
  for (const part of parts)
    await (part === 'upgrades' ? recordUpgrades(stage, keep, interrupt.signal) : recordVersion(stage, part, keep, interrupt.signal));
} finally {
  await stage.dispose();
}
