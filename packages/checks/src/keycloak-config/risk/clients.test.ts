import { expect, test } from 'vitest';
import { clientRules } from './clients.ts';
import { sampleRealm } from './sample-realm.ts';
import { drop, found, set, tried } from './trial.ts';

// Confidential, with PKCE.
const witness = 'client/release-gate-witness';
const express = 'client/lab-express';
const singlePage = 'client/lab-single-page';
const saml = 'client/https://saml.example/metadata';
const pkce = ['attributes', 'pkce.code.challenge.method'];

tried(clientRules, {
  'public-client': { at: witness, worse: set(witness, ['publicClient'], true), near: set(singlePage, ['publicClient'], false) },
  'client-authentication-weaker': {
    at: express,
    given: set(express, ['clientAuthenticatorType'], 'client-jwt'),
    worse: set(express, ['clientAuthenticatorType'], 'client-secret'),
    near: set(express, ['clientAuthenticatorType'], 'client-x509'),
  },
  'pkce-not-enforced': { at: singlePage, worse: set(singlePage, pkce, 'plain'), near: set(express, pkce, 'S256') },
  'implicit-flow': { at: express, worse: set(express, ['implicitFlowEnabled'], true), near: set(saml, ['implicitFlowEnabled'], true) },
  'password-grant': {
    at: express,
    worse: set(express, ['directAccessGrantsEnabled'], true),
    near: set('client/realm-management', ['directAccessGrantsEnabled'], true),
  },
  'consent-dropped': {
    at: 'client/lab-consent',
    worse: set('client/lab-consent', ['consentRequired'], false),
    near: set(express, ['consentRequired'], true),
  },
  'logout-not-told': {
    at: express,
    given: set(express, ['attributes', 'backchannel.logout.url'], 'https://a.example/logout'),
    worse: set(express, ['attributes', 'backchannel.logout.url']),
    near: set(express, ['attributes', 'backchannel.logout.url'], 'https://b.example/logout'),
  },
  'login-flow-of-its-own': {
    at: express,
    worse: set(express, ['authenticationFlowBindingOverrides', 'browser'], 'browser of portal'),
    near: set('client/portal', ['authenticationFlowBindingOverrides']),
  },
});

test('an application that is gone needs not be told of anything', () => {
  const before = set(express, ['attributes', 'backchannel.logout.url'], 'https://a.example/logout')(sampleRealm.objects);
  expect(found(before, drop(express)(before))).toEqual([]);
});
