import { defineCollector, ProvenBefore } from '@keycloak-release-gate/core';

/** Takes what the records of other environments say into this one, so that it stands on its own. They were verified before the run began. */
export const provenElsewhere = defineCollector({
  id: 'release/proven-elsewhere',
  version: 1,
  title: 'The records of the environments before',
  vantage: 'anywhere',
  evidence: ProvenBefore,
  timeout: 5_000,
  params: () => ({}),
  collect: (_params, { run: { provenBefore } }) => Promise.resolve({ value: provenBefore ?? { places: [], environments: [] } }),
});
