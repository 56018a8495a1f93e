import { configurationReadable, realmConfiguration } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
import { lookOnce } from '../collect/look-once.ts';
import { planSuite } from '../plan/plan.ts';
import { serverLooks, serverOf, serverStep } from '../snapshot/server.ts';
import { prepare } from '../verify/prepare.ts';
import type { StartEnvironment } from '../verify/prepare.ts';
import { configurationOf } from './configuration.ts';
import type { Folders, Side } from './side.ts';

const suite = defineSuite({
  id: 'configuration',
  title: 'The configuration',
  needsRelease: false,
  steps: ({ environment }) => [
    step({ id: 'configuration/read', sentence: 'The configuration is read' }, environment.keycloak.realms.map(configurationReadable)),
    serverStep(environment),
  ],
});

/** Reads the realms of an environment as they are now, with the collector that reads them in a run. Throws a ConfigurationError. */
export async function environmentSide(id: string, folders: Folders, start: StartEnvironment): Promise<Side> {
  const prepared = await prepare({ env: id, suite: 'health', only: [], skip: [], plansOnly: true, ...folders }, process.env, start);
  const { environment } = prepared.plan.run;
  const plan = planSuite(suite, { suite: suite.id, environment });
  const at = new Date().toISOString();
  const looked = await lookOnce(
    { ...prepared, plan },
    [...plan.looks.values()].filter(({ collector }) => collector.id === realmConfiguration.id || serverLooks.has(collector.id)),
  );
  const ofRealms = looked.filter(({ look }) => look.collector.id === realmConfiguration.id);
  const { server } = serverOf(looked);
  const realms = ofRealms.flatMap(({ recorded }) => (recorded === undefined ? [] : [configurationOf(JSON.parse(recorded))]));
  return {
    name: `"${id}" as it is now`,
    environment: id,
    at,
    ...(server?.version === undefined ? {} : { version: server.version.value }),
    ...(server?.value === undefined ? {} : { server: server.value }),
    realms: Object.fromEntries(realms.map((configuration) => [configuration.realm, configuration])),
    gaps: [...ofRealms.flatMap(({ gaps }) => gaps), ...(server?.gaps ?? [])],
  };
}
