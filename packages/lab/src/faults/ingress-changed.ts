import { put } from '../kubernetes-api/apply.ts';
import { keycloakIngress } from '../manifests/keycloak-deployment.ts';
import { keycloakName, labNamespace } from '../manifests/names.ts';
import type { Fault } from './fault.ts';

export const ingressChanged: Fault = {
  id: 'ingress-changed',
  title: 'The Ingress leads to Keycloak under another host than before the release',
  inject: async (lab, signal) => {
    const { spec } = keycloakIngress();
    const rules = spec.rules?.map((rule) => ({ ...rule, host: 'sso-new.lab.example' }));
    await lab.kubernetes.patch('Ingress', { name: keycloakName, namespace: labNamespace }, { spec: { rules } }, signal);
  },
  heal: async (lab, signal) => {
    await put(lab.kubernetes, 'Ingress', keycloakIngress(), signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'server-configuration/UNEXPECTED_CHANGE',
    exitCode: 1,
    mayAlso: [],
    domains: ['server-configuration/as-released'],
  },
};
