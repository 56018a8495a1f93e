import type { ExpectedChange, Json } from '@keycloak-release-gate/core';
import { compare } from '../keycloak-config/diff/compare.ts';
import type { CompareOptions, Comparison } from '../keycloak-config/diff/compare.ts';
import type { Reading } from '../keycloak-config/expected/fulfilled.ts';
import { inOrderOfNames } from '../kubernetes/server-configuration/arguments.ts';
import { isOfServer } from '../kubernetes/server-configuration/evidence.ts';
import type { ServerConfiguration } from '../kubernetes/server-configuration/evidence.ts';
import { canonicalQuantity } from '../kubernetes/server-configuration/quantity.ts';

type Side = Pick<ServerConfiguration, 'objects' | 'unreadable'>;

/** Compares two server configurations as a person would. What Kubernetes numbers its objects with says nothing here. */
export const compareServers = (before: Side, now: Side, options?: CompareOptions): Comparison =>
  compare(named(before), named(now), options);

const named = ({ objects, unreadable }: Side) => ({ objects, unreadable, ids: {}, ambiguous: [] });

/** The announced changes that are about the server's own configuration. */
export const serverChangesOf = (changes: readonly ExpectedChange[]): ExpectedChange[] => changes.filter(({ object }) => isOfServer(object));

/** An announced value in the one way of writing that the configuration is read in: quantities, and the options of Keycloak. */
export const readServerValue: Reading = (value, attribute = '') => {
  if (typeof value === 'string' && /^resources\.(?:limits|requests)\./.test(attribute)) return canonicalQuantity(value);
  return attribute === 'args' && isTexts(value) ? inOrderOfNames(value) : value;
};

const isTexts = (value: Json | undefined): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
