import { documentOfGateway, toldOfDocument } from './discovery-document.ts';
import type { Fault } from './fault.ts';

export const serviceAccountsUntold: Fault = {
  id: 'service-accounts-untold',
  title: 'By the gateway’s own discovery document there are no service accounts',
  ...documentOfGateway('service-accounts-untold', ({ grant_types_supported: types }) => ({
    grant_types_supported: types.filter((type) => type !== 'client_credentials'),
  })),
  expect: toldOfDocument('oidc/FLOW_MISSING'),
};
