import { clientRightRules } from './client-rights.ts';
import { both, set, tried } from './trial.ts';

const express = 'client/lab-express';
const payments = 'authorization/payments';

tried(clientRightRules, {
  'full-scope': {
    at: express,
    worse: set(express, ['fullScopeAllowed'], true),
    near: set('client/new', [], { clientId: 'new', fullScopeAllowed: true, publicClient: false, standardFlowEnabled: true }),
  },
  'offline-access-by-default': {
    at: express,
    worse: set(express, ['defaultClientScopes'], ['basic', 'offline_access']),
    near: set(express, ['defaultClientScopes'], ['basic', 'phone']),
  },
  'offline-access-possible': {
    at: express,
    given: set(express, ['optionalClientScopes'], ['phone']),
    worse: set(express, ['optionalClientScopes'], ['offline_access', 'phone']),
    near: set(express, ['optionalClientScopes'], ['address', 'phone']),
  },
  'service-account-beside-logins': {
    at: express,
    worse: set(express, ['serviceAccountsEnabled'], true),
    near: both(set(express, ['serviceAccountsEnabled'], true), set(express, ['standardFlowEnabled'], false)),
  },
  'token-exchange': {
    at: express,
    worse: set(express, ['attributes', 'standard.token.exchange.enabled'], 'true'),
    near: set(express, ['attributes', 'standard.token.exchange.enabled'], 'false'),
  },
  'token-binding-dropped': {
    at: express,
    given: set(express, ['attributes', 'dpop.bound.access.tokens'], 'true'),
    worse: set(express, ['attributes', 'dpop.bound.access.tokens']),
    near: set(express, ['attributes', 'require.pushed.authorization.requests'], 'true'),
  },
  'authorization-decides-easier': {
    at: payments,
    given: set(payments, [], { policyEnforcementMode: 'ENFORCING', decisionStrategy: 'AFFIRMATIVE' }),
    worse: set(payments, ['policyEnforcementMode'], 'PERMISSIVE'),
    near: set(payments, ['decisionStrategy'], 'UNANIMOUS'),
  },
});
