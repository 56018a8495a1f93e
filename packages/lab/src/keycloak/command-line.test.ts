import { describe, expect, it } from 'vitest';
import { javaArguments } from './command-line.ts';
import { neighbours, tcpStack } from './tcp-stack.ts';
import type { KeycloakVersion } from './version.ts';

const modern: KeycloakVersion = { text: '26.7.4', major: 26, minor: 7 };
const old: KeycloakVersion = { text: '24.0.5', major: 24, minor: 0 };
const node = {
  version: modern,
  build: '/cache/home',
  home: '/pod/home',
  address: '127.128.0.2',
  nodeName: 'keycloak-a-1',
  args: ['start', '--optimized'],
  env: {},
};

describe('the command line of a node', () => {
  it('keeps everything of a node on its own address', () => {
    const args = javaArguments(node);
    expect(args.slice(args.indexOf('start'))).toEqual([
      'start',
      '--optimized',
      '--http-host=127.128.0.2',
      '--spi-cache-embedded--default--node-name=keycloak-a-1',
    ]);
    expect(args).toContain('-Djgroups.bind_addr=127.128.0.2');
    expect(args.some((arg) => arg.startsWith('-Djboss.node.name'))).toBe(false);
  });

  it('names the neighbours to a version that cannot find them in the database', () => {
    const args = javaArguments({ ...node, version: old });
    expect(args).toContain('-Djgroups.bind.address=127.128.0.2');
    expect(args.find((arg) => arg.includes('initial_hosts'))).toContain('127.128.0.3[7800]');
    expect(args.some((arg) => arg.startsWith('--spi-cache-embedded'))).toBe(false);
  });

  it('names the cache configuration at the start where a version does not take it at the build', () => {
    const args = javaArguments({ ...node, version: { text: '25.0.6', major: 25, minor: 0 } });
    expect(args.slice(args.indexOf('start'))).toEqual([
      'start',
      '--optimized',
      '--http-host=127.128.0.2',
      '--cache-config-file=cache-lab.xml',
    ]);
  });

  it('lets the template of the pod decide', () => {
    const args = javaArguments({
      ...node,
      args: ['start', '--optimized', '--http-host=0.0.0.0'],
      env: { JAVA_OPTS_KC_HEAP: '-Xmx64m', JAVA_OPTS_APPEND: '-Da=b -Dc=d' },
    });
    expect(args.filter((arg) => arg.startsWith('--http-host'))).toEqual(['--http-host=0.0.0.0']);
    expect(args.filter((arg) => arg.startsWith('-Xm'))).toEqual(['-Xmx64m']);
    expect(args).toEqual(expect.arrayContaining(['-Da=b', '-Dc=d']));
  });

  it('adds nothing to a command that is no start', () => {
    expect(javaArguments({ ...node, args: ['show-config'] }).at(-1)).toBe('show-config');
  });
});

describe('the cluster of an old version', () => {
  it('is told in the configuration of its caches', () => {
    const changed = tcpStack('<infinispan>\n    <cache-container name="keycloak">\n        <transport lock-timeout="60000"/>\n');
    expect(changed).toContain('<stack name="lab" extends="tcp">');
    expect(changed).toContain('<transport stack="lab" lock-timeout="60000"/>');
    // As 25 has it.
    expect(tcpStack('<cache-container name="keycloak">\n<transport lock-timeout="60000" stack="udp"/>\n')).toContain(
      '<transport stack="lab" lock-timeout="60000"/>',
    );
    expect(() => tcpStack('<infinispan/>')).toThrow('cannot make a cluster');
  });

  it('is looked for around the node’s own address', () => {
    expect(neighbours('127.128.0.2', 2)).toBe('127.128.0.1[7800],127.128.0.2[7800],127.128.0.3[7800],127.128.0.4[7800]');
    expect(neighbours('127.128.0.254', 2)).toBe('127.128.0.252[7800],127.128.0.253[7800],127.128.0.254[7800]');
  });
});
