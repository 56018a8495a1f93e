import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DockerfileParser, JSONInstruction } from 'dockerfile-ast';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { repository } from './lab/verify.ts';

// There is nothing here that builds images: the example is read, and held against the repository that it is built from.

const read = (name: string): string => readFileSync(join(repository, name), 'utf8');
const dockerfile = DockerfileParser.parse(read('docs/examples/Dockerfile'));
const instructions = dockerfile.getInstructions();
const argumentsOf = (keyword: string): readonly string[][] =>
  instructions.filter((each) => each.getKeyword() === keyword).map((each) => each.getArguments().map((argument) => argument.getValue()));
const raw = (keyword: string): readonly string[] =>
  instructions.filter((each) => each.getKeyword() === keyword).map((each) => each.getRawArgumentsContent() ?? '');
const execFormOf = (keyword: string): readonly string[] =>
  instructions.flatMap((each) =>
    each.getKeyword() === keyword && each instanceof JSONInstruction ? each.getJSONStrings().map((word) => word.getJSONValue()) : [],
  );

const Manifest = z.object({ engines: z.object({ node: z.string() }), scripts: z.object({ verify: z.string() }) });
const { engines, scripts } = Manifest.parse(JSON.parse(read('package.json')));
const Workspace = z.object({ packages: z.array(z.string()) });

test('every instruction is one, and every path that it copies is there', () => {
  expect(instructions.map((each) => each.getKeyword())).toEqual(
    'FROM RUN RUN WORKDIR COPY COPY COPY RUN ARG ENV USER ENTRYPOINT CMD'.split(' '),
  );
  const copied = argumentsOf('COPY').flatMap((paths) => paths.slice(0, -1));
  for (const path of copied) expect(existsSync(join(repository, path)), path).toBe(true);
  // All that an installation of the workspace reads, and what `verify` itself reads.
  const { packages } = Workspace.parse(parseAllDocuments(read('pnpm-workspace.yaml'))[0]?.toJS());
  expect(copied).toEqual(
    expect.arrayContaining([
      'package.json',
      'pnpm-lock.yaml',
      'pnpm-workspace.yaml',
      'scenarios',
      ...packages.map((path) => path.split('/')[0]),
    ]),
  );
});

test('what it copies is all that an installation takes, and the gate starts from it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  const isKept = (path: string): boolean => basename(path) !== 'node_modules' && !basename(path).startsWith('.scratch-');
  try {
    for (const path of argumentsOf('COPY').flatMap((paths) => paths.slice(0, -1)))
      cpSync(join(repository, path), join(folder, path), { recursive: true, filter: isKept });
    const run = (program: string, args: readonly string[]): string =>
      execFileSync(program, args, {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: 'true' },
      });
    run('pnpm', ['install', '--frozen-lockfile', '--offline']);
    // What is needed of the rest of the repository would be missing here: the policy imports the library, and is read with its text.
    expect(run(process.execPath, [...execFormOf('ENTRYPOINT').slice(1), 'policy'])).toContain('sentences of the policy');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('Node and pnpm are those that the repository asks for', () => {
  const [major] = /\d+/.exec(engines.node) ?? [];
  expect(argumentsOf('FROM')[0]?.[0]).toMatch(new RegExp(`^node:${major}-`));
  // As the action installs it, and of the format of the lock file.
  const pnpm = /-p (pnpm@\d+)/.exec(read('action.yml'))?.[1];
  expect(raw('RUN')).toContain(`npm install --global ${pnpm}`);
  expect(raw('RUN')).toContain('pnpm install --frozen-lockfile');
});

test('it starts what `pnpm verify` starts, as nobody in particular', () => {
  expect(execFormOf('ENTRYPOINT').join(' ')).toBe(scripts.verify);
  expect(existsSync(join(repository, execFormOf('ENTRYPOINT').at(-1) ?? ''))).toBe(true);
  expect(argumentsOf('USER')).toEqual([['1000:1000']]);
});

test('its Chromium is one that the gate looks for', () => {
  const looksIn = /const places = \[([^\]]*)\]/.exec(read('packages/checks/src/login/browser.ts'))?.[1];
  expect(raw('RUN')[0]).toContain(' chromium-headless-shell ');
  expect(looksIn).toContain("'/usr/bin/chromium-headless-shell'");
});

test('no secret is given to it, and what is no part of the repository stays out', () => {
  expect(raw('ARG')).toEqual(['SCENARIOS_COMMIT']);
  expect(argumentsOf('ENV').flat().join(' ')).not.toMatch(/SECRET|PASSWORD|TOKEN|_KEY/);
  const ignored = read('docs/examples/Dockerfile.dockerignore').split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['.git', '**/node_modules', '**/*.kubeconfig', 'reports']));
});

const Job = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        securityContext: z.object({ runAsNonRoot: z.literal(true), runAsUser: z.number(), fsGroup: z.number() }),
        containers: z.tuple([
          z.object({
            args: z.array(z.string()),
            command: z.undefined().optional(),
            securityContext: z.object({ readOnlyRootFilesystem: z.literal(true), allowPrivilegeEscalation: z.literal(false) }),
            volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
          }),
        ]),
        volumes: z.array(z.object({ name: z.string() })),
      }),
    }),
  }),
});

test('the Jobs run it as its user, and give it what it writes to', () => {
  const jobs = parseAllDocuments(read('docs/examples/kubernetes-jobs.yaml')).map((document) => Job.parse(document.toJS()));
  expect(jobs).toHaveLength(2);
  for (const { spec } of jobs) {
    const { securityContext, containers, volumes } = spec.template.spec;
    expect(`${securityContext.runAsUser}:${securityContext.fsGroup}`).toBe(argumentsOf('USER')[0]?.[0]);
    const [{ args, volumeMounts }] = containers;
    const output = args[args.indexOf('--output') + 1];
    expect(new Set(volumeMounts.map(({ mountPath }) => mountPath))).toEqual(new Set([output, '/tmp']));
    expect(new Set(volumes.map(({ name }) => name))).toEqual(new Set(volumeMounts.map(({ name }) => name)));
  }
});
