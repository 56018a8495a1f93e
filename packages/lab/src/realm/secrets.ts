import { randomBytes } from 'node:crypto';
import { labApplications } from '../applications/catalogue.ts';

/** The client id of the gate's reader: a service account that may look and not touch. */
export const gateClientId = 'release-gate';
/** The client id of the gate's witness: a second client in the same browser session. */
export const witnessClientId = 'release-gate-witness';
/** The client by which realm `lab` logs its users in at realm `lab-idp`. */
export const brokerClientId = 'lab-broker';
/** Where Keycloak sends the browser after a witness login. No server answers there: the gate takes the code from the address. */
export const witnessRedirectUri = 'http://127.0.0.1/gate-witness';

/** Everything secret that the two realms are made with. */
export interface LabSecrets {
  /** By client id. Public clients have none. */
  readonly clients: Readonly<Record<string, string>>;
  /** Passwords by user name. */
  readonly users: Readonly<Record<string, string>>;
  /** The seed of the one-time codes of `totp-user`, in base 32 (RFC 4648) without padding. */
  readonly totpSeed: string;
}

/** New random secrets for a lab. */
export function newLabSecrets(): LabSecrets {
  const clientIds = [
    ...labApplications.filter(isConfidential).map((application) => application.clientId),
    gateClientId,
    witnessClientId,
    brokerClientId,
  ];
  const usernames = labApplications.flatMap((application) => application.username ?? []);
  return {
    clients: Object.fromEntries(clientIds.map((clientId) => [clientId, randomSecret()])),
    users: Object.fromEntries(usernames.map((username) => [username, randomSecret()])),
    totpSeed: base32(randomBytes(20)),
  };
}

const isConfidential = ({ program }: (typeof labApplications)[number]): boolean =>
  program.kind === 'apache' ? program.module === 'openidc' : program.kind !== 'single-page';

const randomSecret = (): string => randomBytes(24).toString('base64url');

/** Base 32 of RFC 4648, without padding: the alphabet in which authenticators take their seeds. */
export function base32(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  let text = '';
  for (let at = 0; at < bits.length; at += 5) text += alphabet[Number.parseInt(bits.slice(at, at + 5).padEnd(5, '0'), 2)];
  return text;
}

/** The secret of a client; a lab whose secrets lack it was made by another version of the lab. */
export function clientSecret(secrets: LabSecrets, clientId: string): string {
  const secret = secrets.clients[clientId];
  if (secret === undefined) throw new Error(`The lab's secrets have none for client "${clientId}"; bring the lab down and up again.`);
  return secret;
}

/** The password of a user; a lab whose secrets lack it was made by another version of the lab. */
export function userPassword(secrets: LabSecrets, username: string): string {
  const password = secrets.users[username];
  if (password === undefined) throw new Error(`The lab's secrets have none for user "${username}"; bring the lab down and up again.`);
  return password;
}
