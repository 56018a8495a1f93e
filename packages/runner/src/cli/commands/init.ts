import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';
import { gitUser } from '../../git-user.ts';
import { applicationFiles } from '../../init/application-files.ts';
import { environmentFile } from '../../init/environment-file.ts';
import { prefixOf } from '../../init/found.ts';
import { keptNotes } from '../../init/kept-notes.ts';
import { lookAround } from '../../init/look.ts';
import { prerequisitesFile } from '../../init/release-file.ts';
import { shippedFiles } from '../../init/shipped-files.ts';
import { writeNew } from '../../init/write.ts';
import { cleanText } from '../../report/clean-text.ts';
import { command } from '../command.ts';
import { listen } from '../listen.ts';

interface Flags {
  readonly env?: string;
  readonly url?: string;
  readonly adminUrl?: string;
  readonly gateRealm: string;
  readonly gateClient: string;
  readonly realm?: readonly string[];
  readonly namespace?: string;
  readonly kubeconfig?: string;
  readonly keycloak?: string;
  readonly production: boolean;
  readonly scenarios: string;
}

/** `verify init`: looks at a Keycloak and writes a first folder of scenarios. What is there already stays as it is. */
export const init = command(async (flags: Flags) => {
  const { id, publicUrl, secret } = asked(flags);
  const interrupt = new AbortController();
  const stopListening = listen(interrupt);
  try {
    const seen = await lookAround(
      {
        id,
        publicUrl,
        adminUrl: flags.adminUrl,
        isProduction: flags.production,
        gate: { realm: flags.gateRealm, clientId: flags.gateClient },
        secret,
        realms: flags.realm ?? [],
        namespace: flags.namespace,
        kubeconfig: flags.kubeconfig ?? process.env['KUBECONFIG'],
      },
      interrupt.signal,
    );
    const found = flags.keycloak === undefined ? seen : { ...seen, version: flags.keycloak };
    const { applications, leftOver } = applicationFiles(found);
    const folder = resolve(flags.scenarios);
    const { written, kept } = writeNew(folder, [
      environmentFile(found, applications, leftOver),
      ...applications,
      prerequisitesFile(
        found,
        applications.flatMap(({ testUser }) => testUser ?? []),
        gitUser(process.cwd()),
      ),
      ...shippedFiles(),
    ]);
    const shown = relative(process.cwd(), folder) || '.';
    const lines = [
      `${publicUrl}: ${found.realms.map(({ realm, clients }) => `${realm} (${clients.length} clients)`).join(', ')}${found.version === undefined ? '' : `, Keycloak ${found.version}`}`,
      ...found.workloads.map(({ kind, name }) => `${kind} ${name} in ${found.namespace ?? ''}`),
      ...written.map((path) => `  + ${shown}/${path}`),
      ...kept.map((path) => `  = ${shown}/${path} was there, and is as it was`),
      ...leftOver.map(({ realm, clientId }) => `  ? the client ${clientId} of ${realm} has no entry: nobody logs in to it in a browser`),
      '',
      `Next: verify doctor --env ${id}`,
      ...keptNotes(
        id,
        kept.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') })),
      ),
    ];
    process.stdout.write(`${cleanText(lines.join('\n'))}\n`);
    return 0;
  } finally {
    stopListening();
  }
});

/** What must be known before anything is looked at; all that is missing or wrong is told at once. */
function asked({ env = '', url = '', adminUrl }: Flags): { readonly id: string; readonly publicUrl: string; readonly secret: string } {
  const name = `${prefixOf(env || 'acc')}GATE_CLIENT_SECRET`;
  const secret = process.env[name] ?? '';
  const problem = (code: string, message: string, where: string, remedy: string): Problem => ({ code, message, where, remedy });
  const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  const problems = [
    ...(/^[a-z0-9][a-z0-9-]*$/.test(env)
      ? []
      : [
          problem(
            'BAD_ID',
            env === '' ? 'How is the environment called?' : `"${env}" is no id.`,
            '--env',
            'Give it lower-case letters, digits and dashes: acc.',
          ),
        ]),
    ...(isAddress(url)
      ? []
      : [
          problem(
            'BAD_URL',
            url === '' ? 'Where is Keycloak?' : `"${url}" is no address.`,
            '--url',
            'Give the address that browsers see: https://sso-acc.example.org',
          ),
        ]),
    ...(adminUrl === undefined || isAddress(adminUrl)
      ? []
      : [problem('BAD_URL', `"${adminUrl}" is no address.`, '--admin-url', 'Give an address, or leave it out.')]),
    ...(secret === ''
      ? [
          problem(
            'SECRET_MISSING',
            `The secret of the gate's reader is missing: the environment variable ${name} is not set.`,
            name,
            'Make the reader as docs/adopting.md says, and set the variable to its secret.',
          ),
        ]
      : []),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { id: env, publicUrl: url.replace(/\/+$/, ''), secret };
}
