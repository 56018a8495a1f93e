// Records what Keycloak's own pages are built of, for the tests that want each of them known: real servers of several versions, each theme that
// they have, in several languages, in a real browser. Ten minutes on two cores. With versions as arguments, only those are recorded.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findChromium, launchBrowser } from '../packages/checks/src/login/browser.ts';
import { openTab } from '../packages/checks/src/login/tab.ts';
import { provideTools } from '../packages/lab/src/install/install.ts';
import { adminApi } from '../packages/lab/src/keycloak/admin-api.ts';
import { openStage } from '../packages/lab/src/recording/stage.ts';
import { root } from './purity/judging-modules.ts';
import { loginThemes, makeRealms, setTheme } from './recorded-pages/realm.ts';
import { inEveryLanguage, scenes } from './recorded-pages/scenes.ts';

const folder = join(root, 'packages/checks/src/login/pages');
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['24.0.5', '25.0.6', '26.4.0', '26.7.4'];
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));

await mkdir(folder, { recursive: true });
const stage = await openStage(await provideTools(() => undefined, interrupt.signal), interrupt.signal);
const executable = await findChromium();
if (executable === undefined) throw new Error('This machine has no Chromium.');
const browser = await launchBrowser(executable);
try {
  for (const version of versions) {
    await stage.emptyDatabase();
    const node = await stage.start(version);
    const request = adminApi(() => node.url, stage.administrator, interrupt.signal);
    await makeRealms(request, node.url);
    for (const theme of await loginThemes(request)) {
      await setTheme(request, theme);
      const recorded: Record<string, unknown> = {};
      for (const [name, scene] of Object.entries(scenes))
        for (const locale of inEveryLanguage.includes(name) ? ['en', 'nl', 'fr', 'de'] : ['en']) {
          const context = await browser.newContext({ locale });
          const tab = await openTab(context, { loggedIn: '#nothing', pages: [] });
          try {
            await scene({ page: tab.page, baseUrl: node.url, locale, request });
            recorded[locale === 'en' ? name : `${name} (${locale})`] = withoutMachine(await tab.summarize(), node.url);
          } catch (error) {
            console.error(
              `${version} ${theme} ${locale}: "${name}" was not come to: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'an error'}`,
            );
          } finally {
            await context.close();
          }
        }
      await writeFile(join(folder, `${version}-${theme}.json`), `${JSON.stringify(recorded, null, 2)}\n`);
      console.log(`${version} ${theme}: ${Object.keys(recorded).length} pages`);
    }
    await node.end();
  }
} finally {
  await browser.close();
  await stage.dispose();
}

/** What is judged of a page: its address says only which part of Keycloak answered, and nothing is left of the machine. */
function withoutMachine(summary: object | undefined, baseUrl: string): unknown {
  if (summary === undefined) return undefined;
  const { url, document: _document, quiet: _quiet, error: _text, ...page } = summary as Readonly<Record<string, unknown>>;
  const { pathname, searchParams } = new URL(String(url));
  const execution = searchParams.get('execution');
  const isAction = pathname.endsWith('/required-action') && execution !== null;
  const { origin } = new URL(baseUrl);
  return {
    url: `https://sso.example${pathname}${isAction ? `?execution=${execution}` : ''}`,
    ...page,
    ...(page['formOrigin'] === origin ? { formOrigin: 'https://sso.example' } : {}),
  };
}
