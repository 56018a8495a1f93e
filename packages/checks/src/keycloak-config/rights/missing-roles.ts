import { gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { codes } from '../codes.ts';
import type { ReaderRights } from './evidence.ts';

/** A gap for each role that the reader lacks, with how it is added. */
export const missingRoles = ({ realm, reader, roleClient, needed }: ReaderRights): Gap[] =>
  needed.flatMap(({ role, reads, state }) => {
    if (state !== 'missing' && state !== 'not there') return [];
    const subject = `realm/${realm}/roles/${role}`;
    if (state === 'not there')
      return [
        gap(codes.FORBIDDEN, {
          subject,
          reason: `This version of Keycloak has no role ${role}: it lets only who may change realm ${realm} read ${reads}.`,
          remedy: `Until it is upgraded, add manage-realm of the client ${roleClient} if organizations are to be compared.`,
        }),
      ];
    return [
      gap(codes.FORBIDDEN, {
        subject,
        reason: `The reader ${reader.clientId} lacks the role ${role} in realm ${realm}: without it, it cannot read ${reads}.`,
        remedy: `In the admin console: realm ${reader.realm}, Clients, ${reader.clientId}, Service accounts roles, Assign role, ${roleClient} ${role}. Or: kcadm.sh add-roles -r ${reader.realm} --uusername service-account-${reader.clientId.toLowerCase()} --cclientid ${roleClient} --rolename ${role}`,
      }),
    ];
  });

/** Each needed role in a line, as `verify doctor` tells it. */
export const linesOfRoles = ({ needed }: ReaderRights): readonly string[] =>
  needed.map(
    ({ role, reads, state }) =>
      `${state === 'held' ? '✓' : state === 'not needed' ? '–' : '✗'} ${role}: ${reads}${state === 'not needed' ? ' (the realm has none)' : ''}`,
  );
