import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunRecord } from '@keycloak-release-gate/core';
import { createSmallRealm } from '@keycloak-release-gate/lab';
import type { Lab } from '@keycloak-release-gate/lab';
import { expect } from 'vitest';
import { codesOf } from './faults.ts';
import { realmOf, smallEnvironments, smallRelease, writeSmallScenarios } from './small-scenarios.ts';
import type { SmallEnvironment } from './small-scenarios.ts';
import { repository, stateOf, told, verify } from './verify.ts';
import type { Place } from './verify.ts';

type Said = Awaited<ReturnType<typeof verify>>;
type Ran = Said & { readonly folder: string; readonly record: RunRecord };

/** Other words in a file of the scenarios, of the release where none is named. */
export interface Reworded {
  readonly file?: string;
  readonly from: string;
  readonly to: string;
}

/** A step of a release that is tried. */
export interface Tried {
  readonly environment: SmallEnvironment;
  /** pre-release where none is named. */
  readonly suite?: string;
  /** The checks that are asked; all that are of the release itself where none is named. */
  readonly only?: readonly string[];
  readonly release?: string;
  /** A further place of records. */
  readonly records?: string;
}

/** What stopped it: the exit code, and the codes of each check that has something against it. */
export interface Refusal {
  readonly exitCode: number | null;
  readonly codes: Readonly<Record<string, readonly string[]>>;
}

/** One release on three environments, with scenarios of its own. */
export interface SmallRelease {
  /** Where its runs lie. */
  readonly reports: string;
  /** The file of the release. */
  readonly file: string;
  /** Any command, with the scenarios and the reports. */
  say(...args: readonly string[]): Promise<Said>;
  /** A suite on an environment. */
  run(environment: SmallEnvironment, suite: string, ...args: readonly string[]): Promise<Ran>;
  /** The same; it must end with 0. */
  passes(environment: SmallEnvironment, suite: string): Promise<Ran>;
  /** What stops a step that is tried. The run is removed again: it was only tried. */
  refusal(tried: Tried): Promise<Refusal>;
  /** The change that the release announces. */
  deploy(environment: SmallEnvironment): Promise<void>;
  /** Puts other words into the release's file. */
  reword(from: string, to: string): void;
  /** Commits other words in some files of the scenarios for as long as something is tried with them. */
  withWords<T>(words: readonly Reworded[], use: () => Promise<T>): Promise<T>;
  /** Commits the scenarios, as a production asks for. */
  commit(message: string): void;
  dispose(): Promise<void>;
}

const secret = (): string => randomBytes(24).toString('base64url');

/** Makes a realm for each environment, and the scenarios that describe them, under version control. */
export async function openSmallRelease(place: Place, lab: Lab): Promise<SmallRelease> {
  // Within the repository, where the packages that scenarios import are found.
  const folder = join(repository, `.scratch-${process.pid}-small`);
  const scenarios = join(folder, 'scenarios');
  const reports = join(place.reports, 'small');
  const file = join(scenarios, 'releases', `${smallRelease}.ts`);
  const secrets = { gate: secret(), service: secret() };
  const env = { SMALL_GATE_SECRET: secrets.gate, SMALL_SERVICE_SECRET: secrets.service, XDG_STATE_HOME: stateOf(place) };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Tess', '-c', 'user.email=tess@example.org', ...args], { cwd: folder, encoding: 'utf8' });
  cpSync(join(repository, 'scenarios'), scenarios, { recursive: true });
  writeSmallScenarios(scenarios);
  git('init', '--quiet');
  for (const environment of smallEnvironments) await createSmallRealm(lab.keycloakAdmin, realmOf(environment), secrets);
  // Last night's backup: of the version that runs.
  const { file: backup } = await lab.dumpDatabase();

  const small: SmallRelease = {
    reports,
    file,
    say: (...args) => verify([...args, '--scenarios', scenarios, '--reports', reports], { env }),
    async run(environment, suite, ...args) {
      const before = runsOf(reports, environment, suite);
      const release = args.includes('--release') ? [] : ['--release', smallRelease];
      const said = await small.say('--env', environment, '--suite', suite, '--lab', place.lab, ...release, ...args);
      const [path] = runsOf(reports, environment, suite).filter((each) => !before.includes(each));
      if (path === undefined)
        throw new Error(`${suite} on ${environment} left no run (exit ${said.exitCode}):\n${said.stdout}\n${said.stderr}`);
      return { ...said, folder: path, record: RunRecord.parse(JSON.parse(readFileSync(join(path, 'run.json'), 'utf8'))) };
    },
    async passes(environment, suite) {
      const ran = await small.run(environment, suite);
      expect(ran.exitCode, `${suite} on ${environment}\n${told(ran.record)}\n${ran.stderr}`).toBe(0);
      return ran;
    },
    async refusal({ environment, suite = 'pre-release', only = ['release'], release = smallRelease, records }) {
      const more = records === undefined ? [] : ['--records', records];
      const ran = await small.run(environment, suite, '--release', release, ...more, ...only.flatMap((name) => ['--only', name]));
      rmSync(ran.folder, { recursive: true });
      const ids = [...new Set(ran.record.results.map(({ id }) => id))];
      const codes = ids.map((id) => [id, codesOf(ran, (result) => result.id === id)] as const).filter(([, found]) => found.length > 0);
      return { exitCode: ran.exitCode, codes: Object.fromEntries(codes) };
    },
    deploy: async (environment) =>
      void (await lab.keycloakAdmin(`/realms/${realmOf(environment)}/roles`, { method: 'POST', body: { name: 'auditor' } })),
    reword: (from, to) => reword(file, from, to),
    async withWords(words, use) {
      const places = words.map(({ file: name }) => (name === undefined ? file : join(scenarios, name)));
      const before = places.map((path) => [path, readFileSync(path, 'utf8')] as const);
      try {
        for (const [index, { from, to }] of words.entries()) reword(places[index] ?? file, from, to);
        small.commit('Other words');
        return await use();
      } finally {
        for (const [path, text] of before) writeFileSync(path, text);
        small.commit('The words of before');
      }
    },
    commit(message) {
      git('add', '--all');
      git('commit', '--quiet', '--message', message);
    },
    async dispose() {
      for (const environment of smallEnvironments) await lab.keycloakAdmin(`/realms/${realmOf(environment)}`, { method: 'DELETE' });
      for (const made of [folder, backup, `${backup}.json`]) rmSync(made, { recursive: true, force: true });
    },
  };
  small.commit('The release as it is planned');
  return small;
}

function reword(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say "${from}".`);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
}

const runsOf = (reports: string, environment: string, suite: string): readonly string[] => {
  const folder = join(reports, environment, suite);
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((run) => !run.startsWith('.'))
        .map((run) => join(folder, run))
    : [];
};
