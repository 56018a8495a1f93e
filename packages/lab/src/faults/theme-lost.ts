import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { placeThemes, takeThemes } from '../keycloak/node-home.ts';
import type { Lab } from '../lab/lab.ts';
import { keycloakProcess } from './container-process.ts';
import type { Fault } from './fault.ts';
import { nameOf, pods } from './workload.ts';

export const themeLost: Fault = {
  id: 'theme-lost',
  title: "The image was built without the company's theme",
  inject: async (lab, signal) => eachHome(lab, takeThemes, signal),
  heal: async (lab, signal) => eachHome(lab, placeThemes, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/THEME_GONE',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/providers-kept'],
  },
};

/** The home folder of each Keycloak that runs. */
async function eachHome(lab: Lab, change: (home: string) => Promise<void>, signal: AbortSignal): Promise<void> {
  for (const pod of await pods(lab, signal)) {
    const running = await keycloakProcess(lab, nameOf(pod));
    if (running !== undefined) await change(join(await readlink(`/proc/${running}/cwd`), 'home'));
  }
}
