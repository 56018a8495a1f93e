import { configurationReadable, realmConfiguration, RealmConfiguration, sealSnapshot } from '@keycloak-release-gate/checks';
import type { Snapshot } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
import type { RunContext } from '@keycloak-release-gate/core';
import type { Emit } from '../collect/events.ts';
import { lookOnce } from '../collect/look-once.ts';
import type { LookedOnce } from '../collect/look-once.ts';
import { planSuite } from '../plan/plan.ts';
import type { LongWork } from '../progress/long-work.ts';
import type { Prepared } from '../verify/prepare.ts';
import { serverConfigurationOf, serverLooks, serverOf, serverStep } from './server.ts';

const suite = defineSuite({
  id: 'snapshot',
  title: 'The configuration as it is',
  needsRelease: false,
  steps: ({ environment }) => [
    step(
      { id: 'snapshot/realms', sentence: 'The configuration of each realm is known' },
      environment.keycloak.realms.map(configurationReadable),
    ),
    serverStep(environment),
  ],
});

/** Reads the configuration with the collectors that read it in a run, redacted as in a run. Nothing is changed anywhere. */
export async function takeSnapshot(prepared: Prepared, realms: readonly string[], signal: AbortSignal, told: LongWork): Promise<Snapshot> {
  const { environment } = prepared.plan.run;
  const at = new Date().toISOString();
  const run: RunContext = { suite: suite.id, environment: { ...environment, keycloak: { ...environment.keycloak, realms: [...realms] } } };
  const plan = planSuite(suite, run);
  const wanted = [...plan.looks.values()].filter(
    ({ collector }) => collector.id === realmConfiguration.id || serverLooks.has(collector.id),
  );
  const taken: LookedOnce[] = [];
  for (const look of wanted) {
    const from = performance.now();
    told.line(`… ${look.key}`);
    const emit: Emit = (event) => {
      if (event.type === 'look-progress') told.moving(event.done);
    };
    const [seen] = await lookOnce({ ...prepared, plan }, [look], { signal, emit });
    if (!seen) continue;
    taken.push(seen);
    told.line(`${seen.gaps.length === 0 ? '✓' : '?'} ${look.key} (${Math.round(performance.now() - from)} ms)`);
  }
  const ofRealms = taken.filter(({ look }) => look.collector.id === realmConfiguration.id);
  return sealSnapshot({
    environment: environment.id,
    at,
    ...serverOf(taken),
    ...serverConfigurationOf(taken),
    realms: Object.fromEntries(
      ofRealms.map(({ look, gaps, recorded }) => [
        nameOf(look.params['realm']),
        {
          gaps: [...gaps],
          ...(recorded === undefined ? {} : { configuration: RealmConfiguration.parse(JSON.parse(recorded)) }),
        },
      ]),
    ),
  });
}

const nameOf = (value: unknown): string => (typeof value === 'string' ? value : '');
