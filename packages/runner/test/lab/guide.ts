import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { cacheFolder, controlPlaneBinaries, createSmallRealm, keycloakBuild } from '@keycloak-release-gate/lab';
import type { Lab } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { followed } from '../guide/account.ts';
import { blockOf } from '../guide/blocks.ts';
import { labOf } from './faults.ts';
import { repository, stateOf } from './verify.ts';
import type { Place } from './verify.ts';

const realm = 'guided';
const serviceSecret = 'of the one application of the realm that is guided';
const deleted = 'kubectl delete -f packages/checks/kubernetes-role.yaml';

interface Said {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Follows docs/adopting.md in a clone of its own, on the lab's Keycloak and its API server: what stands there for a shell is what runs. Only
 * `pnpm` is a shim, which starts the program at once, and what asks on a terminal is told by flags.
 */
export function guideFollowed(place: () => Place): void {
  describe('the guide', () => {
    let lab: Lab;
    let backup = '';
    let variables: Record<string, string> = {};
    // Within the repository, where the packages that scenarios import are found.
    const clone = join(repository, `.scratch-${process.pid}-guide`);

    /** Runs commands in the clone as one script; more variables, or other ones, for it alone. */
    const run = async (script: string, more: Readonly<Record<string, string>> = {}): Promise<Said> => {
      const child = spawn('bash', ['-eu', '-o', 'pipefail', '-c', script], {
        cwd: clone,
        env: { ...variables, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      return { exitCode: child.exitCode, stdout, stderr };
    };
    /** The same; it must end with 0. */
    const does = async (script: string, more: Readonly<Record<string, string>> = {}): Promise<string> => {
      const { exitCode, stdout, stderr } = await run(script, more);
      expect(exitCode, `${script}\n${stdout}\n${stderr}`).toBe(0);
      return stdout;
    };
    /** A block of the guide; what it exports is there for what comes after it. */
    const followBlock = async (beginning: string): Promise<string> => {
      const stdout = await does(`${blockOf(beginning)}\nenv -0 > .variables`);
      const exported = readFileSync(join(clone, '.variables'), 'utf8').split('\0');
      rmSync(join(clone, '.variables'));
      const theirs = exported
        .filter((line) => line.startsWith('ACC_'))
        .map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]);
      variables = { ...variables, ...(Object.fromEntries(theirs) as Record<string, string>) };
      return stdout;
    };
    /** A command of the guide, with the exit code that its account tells. */
    const follow = async (command: string, more: Readonly<Record<string, string>> = {}): Promise<string> => {
      const { exitCode, says, rest = '' } = followed[command] ?? { exitCode: 0, says: /./ };
      const said = await run(`${command.replace(/^verify/, 'pnpm verify')} ${rest}`, more);
      expect(said.exitCode, `${command}\n${said.stdout}\n${said.stderr}`).toBe(exitCode);
      expect(`${said.stdout}${said.stderr}`, command).toMatch(says);
      return said.stdout;
    };
    const edit = (file: string, from: string, to: string): void => {
      const path = join(clone, file);
      const before = readFileSync(path, 'utf8');
      expect(before).toContain(from);
      writeFileSync(
        path,
        before.replace(from, () => to),
      );
    };
    const commit = (): Promise<string> => does('git add --all && git commit --quiet --message "As the guide says"');

    beforeAll(async () => {
      lab = await labOf(place());
      for (const part of ['scenarios', 'packages/checks/kubernetes-role.yaml', 'packages/checks/database-role.sql', '.gitignore']) {
        mkdirSync(dirname(join(clone, part)), { recursive: true });
        cpSync(join(repository, part), join(clone, part), { recursive: true });
      }
      const programs = join(clone, '.scratch-programs');
      mkdirSync(programs);
      const verify = join(repository, 'packages/runner/bin/verify.mjs');
      writeFileSync(
        join(programs, 'pnpm'),
        `#!/bin/sh\n[ "$1" = verify ] || exit 64\nshift\nexec '${process.execPath}' '${verify}' "$@"\n`,
      );
      chmodSync(join(programs, 'pnpm'), 0o755);
      const { tools, administrator, publicUrl, kubernetes } = lab.state;
      const signal = AbortSignal.timeout(60_000);
      const kubectl = await controlPlaneBinaries({ cacheDir: cacheFolder(), signal });
      const { directory: keycloak } = await keycloakBuild({ version: '26.7.4', ...tools, signal });
      variables = {
        PATH: [programs, join(keycloak, 'bin'), kubectl, tools.postgres, process.env['PATH'] ?? ''].join(':'),
        // Where kubectl keeps what it learnt of the API; and kcadm.sh, whose home is Java's, its session.
        HOME: programs,
        XDG_STATE_HOME: stateOf(place()),
        JAVA_OPTS: `-XX:TieredStopAtLevel=1 -Duser.home=${programs}`,
        CI: 'true',
        NO_COLOR: '1',
        SSO: publicUrl,
        REALM: realm,
        ADMIN: administrator.username,
        KC_CLI_PASSWORD: administrator.password,
        // Of who administers the namespace.
        KUBECONFIG: kubernetes.kubeconfig,
      };
      await does('git init --quiet && git config user.name "Ann Author" && git config user.email ann@example.org');
      await commit();
      await createSmallRealm(lab.keycloakAdmin, realm, { gate: serviceSecret, service: serviceSecret });
      await remove(lab, realm, 'release-gate');
      // Nothing is there yet of what the guide makes.
      await does(deleted);
      ({ file: backup } = await lab.dumpDatabase());
    });

    afterAll(async () => {
      await does('kubectl apply -f packages/checks/kubernetes-role.yaml');
      await remove(lab, 'master', 'release-gate');
      await lab.keycloakAdmin(`/realms/${realm}`, { method: 'DELETE' });
      for (const made of [clone, backup, `${backup}.json`]) rmSync(made, { recursive: true, force: true });
    });

    test('makes the clients of the gate, and a kubeconfig that may read what the Role says, and nothing else', async () => {
      await followBlock('kcadm.sh config ');
      expect(await followBlock('kubectl apply ')).toContain('role.rbac.authorization.k8s.io/keycloak-release-gate created');
      const config = variables['ACC_KUBECONFIG'] ?? '';
      expect(await does('git status --porcelain'), 'what holds a token is no part of the clone').toBe('');

      const asked = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace: 'sso' } };
      const review = await does(`kubectl create --validate=false -o json -f - << 'END'\n${JSON.stringify(asked)}\nEND`, {
        KUBECONFIG: config,
      });
      const { resourceRules } = z.object({ status: z.object({ resourceRules: z.array(Rule) }) }).parse(JSON.parse(review)).status;
      // What everybody may: ask what they may, and who they are.
      const own = rightsOf(resourceRules).filter((right) => !/ auth(?:entication|orization)\.k8s\.io\//.test(right));
      const role = parseAllDocuments(readFileSync(join(repository, 'packages/checks/kubernetes-role.yaml'), 'utf8'));
      const given = role.flatMap((document) => z.object({ rules: z.array(Rule).default([]) }).parse(document.toJS()).rules);
      expect([...new Set(own)].toSorted()).toEqual([...new Set(rightsOf(given))].toSorted());
      const refusals = ['get secrets -n sso', 'get pods -n default', 'delete deployment keycloak -n sso --dry-run=server'].map(
        async (what) => run(`kubectl ${what}`, { KUBECONFIG: config }),
      );
      for (const { exitCode, stderr } of await Promise.all(refusals)) {
        expect(exitCode).toBe(1);
        expect(stderr).toContain('Error from server (Forbidden)');
        expect(stderr).toContain('system:serviceaccount:sso:keycloak-release-gate');
      }
    });

    test('has `verify init` look at Keycloak and its namespace, and write what it saw', async () => {
      const said = await followBlock('git rm ');
      expect(said).toContain(`Deployment keycloak in sso`);
      expect(said).toContain('+ scenarios/environments/acc.ts');
      const environment = readFileSync(join(clone, 'scenarios/environments/acc.ts'), 'utf8');
      for (const line of [
        `    publicUrl: '${lab.state.publicUrl}',`,
        `    realms: ['${realm}'],`,
        "    kubeconfig: variable('ACC_KUBECONFIG'),",
        "    namespace: 'sso',",
        "    workload: { kind: 'Deployment', name: 'keycloak' },",
        '  applications: [applicationBilling],',
      ])
        expect(environment).toContain(`\n${line}\n`);
      // The container has the name that is taken where none is said.
      expect(environment).not.toContain('container:');
      const release = readFileSync(join(clone, 'scenarios/releases/release-gate-prerequisites.ts'), 'utf8');
      expect(release).toContain(`release-gate-witness of ${realm}`);
      expect(release).toContain("author: 'Ann Author',");
      // Its version it tells to few; the guide says so, and the file where it goes.
      expect(said).not.toContain(', Keycloak ');
      edit('scenarios/releases/release-gate-prerequisites.ts', "from: '0.0.0', to: '0.0.0'", "from: '26.7.4', to: '26.7.4'");
    });

    test('has nothing written where the namespace may not be read', async () => {
      const call = 'pnpm verify init --env other --url "$SSO" --namespace default --kubeconfig "$ACC_KUBECONFIG"';
      const { exitCode, stderr } = await run(call, { OTHER_GATE_CLIENT_SECRET: variables['ACC_GATE_CLIENT_SECRET'] ?? '' });
      expect({ exitCode, stderr }).toEqual({
        exitCode: 2,
        stderr: expect.stringMatching(/cannot list resource "deployments"[^]*NAMESPACE_NOT_SEEN/) as unknown,
      });
      expect(readdirSync(join(clone, 'scenarios/environments'))).not.toContain('other.ts');
    });

    test('asks by `verify doctor` for what is missing, in one list', async () => {
      const { exitCode, stdout, stderr } = await run('pnpm verify doctor --env acc');
      expect(exitCode, stdout).toBe(2);
      const missing = ['HOST', 'NAME', 'USER', 'PASSWORD'].map((word) => `ACC_DATABASE_${word}`);
      for (const name of [...missing, 'ACC_BACKUP_DIRECTORY', 'ACC_BILLING_CLIENT_SECRET']) expect(stderr).toContain(name);
      const { host, port } = lab.state.database;
      const known = lab.variables();
      Object.assign(variables, {
        ACC_DATABASE_HOST: host,
        ...Object.fromEntries(missing.slice(1).map((name) => [name, known[name.replace('ACC_', 'LAB_')] ?? ''])),
        ACC_BACKUP_DIRECTORY: known['LAB_BACKUP_DIRECTORY'] ?? '',
        ACC_BILLING_CLIENT_SECRET: serviceSecret,
      });
      // The lab's database has a port of its own and speaks no TLS, and its tests are in a hurry.
      edit(
        'scenarios/environments/acc.ts',
        "host: variable('ACC_DATABASE_HOST'),",
        `host: variable('ACC_DATABASE_HOST'),\n    port: ${port},\n    tls: 'off',`,
      );
      edit('scenarios/environments/acc.ts', '  applications: [', '  settle: { every: 200, good: 2, within: 10_000 },\n  applications: [');
      await commit();
      await follow('pnpm verify doctor --env acc');
    });

    test('says of what was written what can be known without a release', async () => {
      const [plan] = await Promise.all(
        [
          'verify plan --env acc',
          'pnpm verify policy',
          'pnpm verify list',
          'pnpm verify explain kubernetes/FORBIDDEN',
          'verify backup list --env acc',
          'verify backup check --env acc',
          'verify backup check --level L1',
        ].map(async (command) => follow(command)),
      );
      expect(plan).toContain('oidc/service-token[billing]');
    });

    test('takes the first release through the policy, and each command ends as it is said', async () => {
      const inOrder = Object.keys(followed).filter((command) => !/^verify|doctor|kubectl/.test(command));
      for (const command of inOrder) {
        // Whoever confirms is somebody else, in a clone of their own.
        const asJason = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.name', GIT_CONFIG_VALUE_0: 'Jason' };
        await follow(command, command.includes(' confirm ') ? asJason : {});
        if (command.includes(' confirm ')) await commit();
      }
      const [newest] = readdirSync(join(clone, 'reports/acc/post-deploy')).toReversed();
      expect(await does(`pnpm verify judge reports/acc/post-deploy/${newest}`)).toContain('exit 0');
      await follow('kubectl logs -n sso -l app=keycloak --prefix --timestamps --tail=-1 | pnpm verify logs baseline --env acc --file -');
    });

    test('takes the Role back, and then nothing is seen that is behind it', async () => {
      await does(deleted);
      const { exitCode, stdout } = await run('pnpm verify doctor --env acc');
      expect(exitCode).toBe(3);
      expect(stdout).toContain('code  kubernetes/UNAUTHORIZED');
    });

    test('leaves no secret in what was written', () => {
      const written = readdirSync(join(clone, 'reports'), { recursive: true, withFileTypes: true })
        .concat(readdirSync(join(clone, 'scenarios'), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
      expect(written.length).toBeGreaterThan(20);
      const secrets = Object.entries(variables).filter(([name]) => /^ACC_.*(?:SECRET|PASSWORD)$/.test(name));
      expect(secrets).toHaveLength(5);
      for (const [name, secret] of secrets)
        expect(
          written.some((content) => content.includes(secret)),
          name,
        ).toBe(false);
    });
  });
}

const Rule = z.object({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) });

/** `list apps/deployments` for each that some rules give. */
const rightsOf = (rules: readonly z.infer<typeof Rule>[]): readonly string[] =>
  rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`))),
  );

/** Removes a client by the name that it logs in with, where there is one. */
async function remove({ keycloakAdmin }: Lab, of: string, clientId: string): Promise<void> {
  const found = z.array(z.object({ id: z.string() })).parse(await keycloakAdmin(`/realms/${of}/clients?clientId=${clientId}`));
  for (const { id } of found) await keycloakAdmin(`/realms/${of}/clients/${id}`, { method: 'DELETE' });
}
