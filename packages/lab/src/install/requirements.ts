import { locateApache, locateChromium, locateCommand, locateJava, locateMaven, locatePostgres, oldestJava } from './locate.ts';

/** A program that the lab needs and does not bring along. */
export interface Requirement {
  readonly id: 'java' | 'maven' | 'postgresql' | 'chromium' | 'apache' | 'pgbackrest' | 'jq' | 'certutil';
  readonly title: string;
  /** The packages of Debian and Ubuntu that have it. */
  readonly packages: readonly string[];
  /** Where it is; undefined where it is missing. */
  locate(): Promise<string | undefined>;
}

export const requirements: readonly Requirement[] = [
  { id: 'java', title: `Java ${oldestJava} or newer`, packages: ['openjdk-17-jre-headless'], locate: locateJava },
  { id: 'maven', title: 'Maven (it fetches Keycloak)', packages: ['maven'], locate: locateMaven },
  { id: 'postgresql', title: 'PostgreSQL, server and client programs', packages: ['postgresql'], locate: locatePostgres },
  { id: 'chromium', title: 'Chromium or Chrome', packages: ['chromium-headless-shell'], locate: locateChromium },
  {
    id: 'apache',
    title: 'Apache 2 with mod_auth_openidc and mod_auth_mellon',
    packages: ['apache2', 'libapache2-mod-auth-openidc', 'libapache2-mod-auth-mellon'],
    locate: locateApache,
  },
];

/** What no lab needs, and the tests of the backups and of the ways do. */
export const furtherRequirements = {
  pgbackrest: { id: 'pgbackrest', title: 'pgBackRest', packages: ['pgbackrest'], locate: async () => locateCommand('pgbackrest') },
  certutil: {
    id: 'certutil',
    title: "certutil, for the browser's authorities",
    packages: ['libnss3-tools'],
    locate: async () => locateCommand('certutil'),
  },
  jq: { id: 'jq', title: 'jq', packages: ['jq'], locate: async () => locateCommand('jq') },
} satisfies Readonly<Record<string, Requirement>>;

/** The requirements that are not met on this machine. */
export async function missingRequirements(): Promise<readonly Requirement[]> {
  const found = await Promise.all(requirements.map((requirement) => requirement.locate()));
  return requirements.filter((_, index) => found[index] === undefined);
}

/** The one message about everything that is missing, for where the lab may not install it by itself. */
export function installationAdvice(missing: readonly Requirement[]): string {
  const packages = missing.flatMap((requirement) => requirement.packages);
  return `Install ${missing.map((requirement) => requirement.title).join('; ')}. On Debian and Ubuntu: apt-get install ${packages.join(' ')}`;
}
