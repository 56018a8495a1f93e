import { documentOfGateway, toldOfDocument } from './discovery-document.ts';
import type { Fault } from './fault.ts';

export const logoutEndpointUntold: Fault = {
  id: 'logout-endpoint-untold',
  title: 'The gateway’s own discovery document names no address to log out at',
  ...documentOfGateway('logout-endpoint-untold', () => ({ end_session_endpoint: undefined })),
  expect: toldOfDocument('oidc/ENDPOINT_MISSING'),
};
