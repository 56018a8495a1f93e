import type { Required } from './entry.ts';
import { isInRange } from './version-range.ts';

/** What a complete start logs, in the order in which the newest versions print it. */
const required: readonly Required[] = [
  {
    kind: 'required',
    name: 'banner',
    logger: 'io.quarkus',
    message: /^Keycloak (\S+) on JVM .{0,200}?started in ([\d.]+)s/,
    why: 'It names the version that really started. Up to 26.5 it is printed last; from 26.6 on before the database is migrated, so alone it proves nothing there.',
    source: 'recorded: starts of 24.0.5, 25.0.6, 26.4.0 and 26.7.4; quarkus: io.quarkus.runtime.Timing',
  },
  {
    kind: 'required',
    name: 'profile',
    logger: 'io.quarkus',
    message: /^Profiles? (\S+) activated/,
    why: 'It tells the production mode from the development mode.',
    source: 'recorded: starts of 24.0.5, 25.0.6, 26.4.0 and 26.7.4; quarkus: io.quarkus.runtime.Timing',
  },
  {
    kind: 'required',
    name: 'bootstrap',
    versions: '>=26.6',
    logger: 'org.keycloak.services.resources.KeycloakApplication',
    message: /^Bootstrap completed in ([\d.]+) seconds/,
    why: 'The database is migrated and the server is usable: from 26.6 on the start is asynchronous, and only this line is its end.',
    source: 'recorded: starts of 26.7.4; not printed by 24.0.5, 25.0.6 and 26.4.0',
  },
];

/** True where each start of this version prints that message. */
export const isRequired = (name: Required['name'], version: string): boolean =>
  required.some((entry) => entry.name === name && (entry.versions === undefined || isInRange(version, entry.versions)));

/** The pattern of a required message; its first group is the version, the profile or the seconds. */
export function patternOf(name: Required['name']): RegExp {
  const entry = required.find((each) => each.name === name);
  if (!entry) throw new Error(`No required message is called ${name}.`);
  return entry.message;
}
