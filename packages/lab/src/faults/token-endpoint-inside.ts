import { documentOfGateway, toldOfDocument } from './discovery-document.ts';
import type { Fault } from './fault.ts';

export const tokenEndpointInside: Fault = {
  id: 'token-endpoint-inside',
  title: 'The gateway tells everybody the token endpoint by its address inside the cluster',
  ...documentOfGateway('token-endpoint-inside', ({ token_endpoint: endpoint }, lab) => ({
    token_endpoint: endpoint.replace(lab.state.publicUrl, 'http://keycloak.sso.svc.cluster.local:8080'),
  })),
  expect: toldOfDocument('oidc/ENDPOINT_ELSEWHERE'),
};
