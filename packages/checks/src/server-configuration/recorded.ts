import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { ServerConfiguration } from '../kubernetes/server-configuration/evidence.ts';

const read = (name: string): ServerConfiguration =>
  ServerConfiguration.parse(JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')));

/** What the lab's Keycloak was deployed as before the release and after it, for the tests of the judges. */
export const before = read('lab-26.4.0');
export const deployed = read('lab-26.7.4');

/** The evidence with other objects; undefined takes one out. */
export const withObjects = (from: ServerConfiguration, objects: Readonly<Record<string, Json | undefined>>): ServerConfiguration => ({
  ...from,
  objects: Object.fromEntries(
    Object.entries({ ...from.objects, ...objects }).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  ),
});

/** Keycloak's container with other members. */
export const withContainer = (from: ServerConfiguration, change: JsonObject): ServerConfiguration =>
  withObjects(from, { 'container/keycloak': { ...objectOf(from, 'container/keycloak'), ...change } });

/** An object of the evidence. */
export function objectOf({ objects }: ServerConfiguration, name: string): JsonObject {
  const value = objects[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`The recorded evidence has no ${name}.`);
  return value as JsonObject;
}
