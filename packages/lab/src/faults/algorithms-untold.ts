import { documentOfGateway, toldOfDocument } from './discovery-document.ts';
import type { Fault } from './fault.ts';

export const algorithmsUntold: Fault = {
  id: 'algorithms-untold',
  title: 'The gateway’s own discovery document is an old one, with fewer algorithms and without devices',
  ...documentOfGateway('algorithms-untold', ({ id_token_signing_alg_values_supported: algorithms }) => ({
    id_token_signing_alg_values_supported: algorithms.filter((algorithm) => algorithm.startsWith('RS')),
    device_authorization_endpoint: undefined,
  })),
  expect: toldOfDocument('oidc/DISCOVERY_CHANGED', []),
};
