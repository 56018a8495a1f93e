import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@keycloak-release-gate/core';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { passwordOf } from './password-file.ts';
import { serviceOf } from './service-file.ts';

/** A database server as `--target` names it. */
export interface Target {
  /** A name, an address, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string | undefined;
  /** Who signed its certificate; without it, the connection is not encrypted. */
  readonly authority?: { readonly file: string; readonly certificate: string } | undefined;
}

const known = new Set(['host', 'port', 'dbname', 'user', 'password', 'sslmode', 'sslrootcert', 'connect_timeout', 'application_name']);

/**
 * The server that `--target` names: `postgresql://user@host:port/database?sslrootcert=…`, or a service of libpq's service file. The password
 * comes from PGPASSWORD or libpq's password file, as psql takes it; never from the command line, which everybody on the machine can read.
 */
export function targetOf(text: string, variables: Variables): Target | readonly Problem[] {
  const isUrl = /^postgres(?:ql)?:\/\//i.test(text);
  const settings = isUrl ? settingsOfUrl(text) : settingsOfService(text, variables);
  return isProblems(settings) ? settings : settingsToTarget(settings, variables);
}

export const isProblems = (value: object): value is readonly Problem[] => Array.isArray(value);

type Settings = Readonly<Record<string, string>>;

const problem = (message: string, remedy: string, code = 'BAD_TARGET'): Problem => ({ code, message, where: '--target', remedy });
const example = 'Write postgresql://<user>@<host>:<port>/<database>, or the name of a service in ~/.pg_service.conf.';

/** `postgresql://user@host:port/database?name=value`, each part of which may be missing; an address of version 6 stands in brackets. */
const shape = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?(\[[^\]/]+\]|[^/:?#]*)(?::([^/?#]*))?(?:\/([^?#]*))?(?:\?([^#]*))?$/i;

function settingsOfUrl(text: string): Settings | readonly Problem[] {
  const [all, account = '', host = '', port = '', database = '', query = ''] = shape.exec(text) ?? [];
  const parts = new URLSearchParams(query);
  const [user = '', ...password] = account.split(':');
  // It is not repeated, and not used.
  if (password.length > 0 || parts.has('password')) return [holdsPassword];
  if (all === undefined) return [problem('It is no address of a PostgreSQL server.', example)];
  const put = (name: string, value: string): void => {
    if (value !== '') parts.set(name, decodeURIComponent(value));
  };
  try {
    put('host', host.replace(/^\[(.*)\]$/, '$1'));
    put('port', port);
    put('dbname', database);
    put('user', user);
  } catch (error) {
    if (error instanceof URIError) return [problem('It is no address of a PostgreSQL server.', example)];
    throw error;
  }
  return Object.fromEntries(parts);
}

const holdsPassword = problem(
  'The address holds a password. Whoever lists the processes of this machine reads it there, and the shell keeps it in its history.',
  'Leave it out, change it if others use this machine, and give it in PGPASSWORD or in ~/.pgpass.',
  'TARGET_HOLDS_PASSWORD',
);

function settingsOfService(text: string, variables: Variables): Settings | readonly Problem[] {
  const name = text.replace(/^service=/, '');
  if (!/^[\w.-]+$/.test(name)) return [problem('It is neither an address of a PostgreSQL server nor the name of a service.', example)];
  const found = serviceOf(name, variables);
  return 'why' in found ? [problem(found.why, example)] : found.settings;
}

function settingsToTarget(settings: Settings, variables: Variables): Target | readonly Problem[] {
  const { host, port = '5432', dbname, user } = settings;
  const unknown = Object.keys(settings).filter((name) => !known.has(name));
  const number = Number(port);
  const several = [host, port].some((value) => value?.includes(','));
  const problems = [
    ...unknown.map((name) =>
      problem(`It sets "${name}", which a drill does not take.`, `Leave it out; it takes ${[...known].join(', ')}.`),
    ),
    ...(host ? [] : [problem('It names no host.', example)]),
    ...(dbname ? [] : [problem('It names no database.', example)]),
    ...(user ? [] : [problem('It names no user.', example)]),
    ...(several ? [problem('It names several servers: which of them would be restored into, nobody knows before.', 'Name one.')] : []),
    ...(!several && !(Number.isInteger(number) && number >= 1 && number <= 65_535) ? [problem(`${port} is no port.`, example)] : []),
  ];
  if (problems.length > 0 || !host || !dbname || !user) return problems;
  const authority = authorityOf(settings, host, variables);
  if ('code' in authority) return [authority];
  const place = { host, port: number, database: dbname, user };
  const password = settings['password'] ?? passwordOf(place, variables);
  return { ...place, ...(password === undefined ? {} : { password }), ...authority };
}

const isOnThisMachine = (host: string): boolean => host.startsWith('/') || /^(?:localhost|127\.[\d.]+|::1)$/i.test(host);

/** What travels is personal data: the server proves who it is, or is told not to have to. */
function authorityOf({ sslmode, sslrootcert }: Settings, host: string, variables: Variables): Pick<Target, 'authority'> | Problem {
  const mode = sslmode ?? (isOnThisMachine(host) ? 'disable' : 'verify-full');
  if (mode === 'disable') return {};
  if (mode !== 'verify-full')
    return problem(
      `With sslmode=${mode} any server could answer.`,
      'Take sslmode=verify-full, with sslrootcert=<file>; or disable, where nobody listens.',
    );
  const file = sslrootcert ?? join(variables['HOME'] ?? homedir(), '.postgresql', 'root.crt');
  try {
    return { authority: { file, certificate: readFileSync(file, 'utf8') } };
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return problem(
      `The certificate authority's file cannot be read: ${error.message}.`,
      "Add ?sslrootcert=<file> with the authority that signed the server's certificate; or ?sslmode=disable, where nobody listens.",
    );
  }
}
