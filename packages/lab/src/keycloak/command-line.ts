import { join } from 'node:path';
import { neighbours, stackFile } from './tcp-stack.ts';
import { atLeast, clustersByDatabase } from './version.ts';
import type { KeycloakVersion } from './version.ts';

/** A node of Keycloak that is to be started as one Java process. */
export interface NodeToStart {
  readonly version: KeycloakVersion;
  /** The build's folder. */
  readonly build: string;
  /** The node's own home folder, whose parts are links into the build; `data` is its own. */
  readonly home: string;
  /** The address in 127.0.0.0/8 that stands for the pod's own network. */
  readonly address: string;
  /** The name in the cluster's view. */
  readonly nodeName: string;
  /** What follows `kc.sh`: `start --optimized …`. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The arguments of `java`, as `kc.sh` puts them together: it would stay in between, and the process started would not be
 * the server. The compiler's first tier and the serial collector halve the start of two nodes on two cores (20 s → 9 s)
 * and take a fifth less memory; the heap is the distribution's default.
 */
export function javaArguments({ version, build, home, address, nodeName, args, env }: NodeToStart): readonly string[] {
  const words = (text: string | undefined): readonly string[] => (text ?? '').split(/\s+/).filter((word) => word !== '');
  return [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-XX:MetaspaceSize=96M',
    '-XX:MaxMetaspaceSize=256m',
    '-XX:+ExitOnOutOfMemoryError',
    ...words(env['JAVA_OPTS_KC_HEAP'] ?? '-Xms64m -Xmx512m'),
    '-Dfile.encoding=UTF-8',
    '-Dsun.stdout.encoding=UTF-8',
    '-Dsun.err.encoding=UTF-8',
    '-Dstdout.encoding=UTF-8',
    '-Dstderr.encoding=UTF-8',
    '-Djava.security.egd=file:/dev/urandom',
    '--add-opens=java.base/java.util=ALL-UNNAMED',
    '--add-opens=java.base/java.util.concurrent=ALL-UNNAMED',
    '--add-opens=java.base/java.security=ALL-UNNAMED',
    '--add-opens=java.base/java.lang=ALL-UNNAMED',
    '--enable-native-access=ALL-UNNAMED',
    '-Duser.language=en',
    '-Duser.country=US',
    '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
    `-Dkc.home.dir=${home}`,
    `-Djboss.server.config.dir=${join(home, 'conf')}`,
    '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
    '-Dpicocli.disable.closures=true',
    '-Dquarkus-log-max-startup-records=10000',
    ...patience(version),
    ...clusterProperties(version, address, nodeName),
    ...words(env['JAVA_OPTS_APPEND']),
    '-cp',
    join(build, 'lib', 'quarkus-run.jar'),
    'io.quarkus.bootstrap.runner.QuarkusEntryPoint',
    ...args,
    ...networkOptions(version, address, nodeName, args),
  ];
}

/**
 * Seconds for a new connection to the database: on two cores that start two labs it takes longer than Quarkus' five now and then, and a
 * Keycloak that gave up logs an error. Newer versions wait longer by themselves, and have an option of their own for it.
 */
const patience = (version: KeycloakVersion): readonly string[] =>
  atLeast(version, 26, 5) ? [] : ['-Dquarkus.datasource.jdbc.acquisition-timeout=30'];

/**
 * JGroups' own property binds its port and its failure detection alike; Keycloak's `--cache-embedded-network-bind-address`
 * leaves the failure detection on every interface, where nodes of another lab would meet it.
 */
function clusterProperties(version: KeycloakVersion, address: string, nodeName: string): readonly string[] {
  const named = atLeast(version, 26, 3) ? [] : [`-Djboss.node.name=${nodeName}`];
  return clustersByDatabase(version)
    ? [...named, `-Djgroups.bind_addr=${address}`]
    : [...named, `-Djgroups.bind.address=${address}`, `-Djgroups.tcpping.initial_hosts=${neighbours(address)}`];
}

/** What a network namespace of its own would do for a container. What the pod's template says goes first. */
function networkOptions(version: KeycloakVersion, address: string, nodeName: string, args: readonly string[]): readonly string[] {
  if (!args.includes('start')) return [];
  const options = [
    ['--http-host', address] as const,
    ...(atLeast(version, 25) && !clustersByDatabase(version) ? [['--cache-config-file', stackFile] as const] : []),
    ...(atLeast(version, 26, 3) ? [['--spi-cache-embedded--default--node-name', nodeName] as const] : []),
  ];
  return options
    .filter(([name]) => !args.some((arg) => arg === name || arg.startsWith(`${name}=`)))
    .map(([name, value]) => `${name}=${value}`);
}
