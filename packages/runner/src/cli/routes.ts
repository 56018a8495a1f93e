import { buildRouteMap } from '@stricli/core';
import { backup } from './routes/backup.ts';
import { confirm } from './routes/confirm.ts';
import { collect } from './routes/collect.ts';
import { diff } from './routes/diff.ts';
import { doctor } from './routes/doctor.ts';
import { explain } from './routes/explain.ts';
import { init } from './routes/init.ts';
import { judge } from './routes/judge.ts';
import { lab } from './routes/lab.ts';
import { list } from './routes/list.ts';
import { login } from './routes/login.ts';
import { logs } from './routes/logs.ts';
import { merge } from './routes/merge.ts';
import { plan } from './routes/plan.ts';
import { planRollback } from './routes/plan-rollback.ts';
import { policy } from './routes/policy.ts';
import { promotion } from './routes/promotion.ts';
import { release } from './routes/release.ts';
import { report } from './routes/report.ts';
import { request } from './routes/request.ts';
import { run } from './routes/run.ts';
import { snapshot } from './routes/snapshot.ts';

const commands = {
  run,
  list,
  explain,
  plan,
  policy,
  collect,
  merge,
  judge,
  report,
  doctor,
  init,
  snapshot,
  logs,
  diff,
  promotion,
  'plan-rollback': planRollback,
  confirm,
  release,
  request,
  login,
  backup,
  lab,
};

/** The first words that the program knows. */
export const commandNames: readonly string[] = Object.keys(commands);

export const routes = buildRouteMap({
  routes: commands,
  defaultCommand: 'run',
  docs: {
    brief: 'The gate that a Keycloak release must pass',
    fullDescription:
      'The gate that a Keycloak release must pass.\n\n  verify --env acc     verify the open release of an environment (see: verify run --help)\n  verify --env lab     the same on a real release environment on this machine',
  },
});
