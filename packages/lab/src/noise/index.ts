import { evictedLeftover } from './evicted-leftover.ts';
import { oldWarningEvent } from './old-warning-event.ts';
import { completedInitContainer } from './completed-init-container.ts';
import { runningSidecar } from './running-sidecar.ts';
import { unreadyWhileStarting } from './unready-while-starting.ts';
import { jsonConsoleLog } from './json-console-log.ts';
import { ecsConsoleLog } from './ecs-console-log.ts';
import { debugLog } from './debug-log.ts';
import { usersElsewhere } from './users-elsewhere.ts';
import { usersMistype } from './users-mistype.ts';
import { forgedLogLine } from './forged-log-line.ts';
import { debugContainer } from './debug-container.ts';
import { completedJob } from './completed-job.ts';
import { crashingNeighbour } from './crashing-neighbour.ts';
import { cordonedNode } from './cordoned-node.ts';
import { scaledMeanwhile } from './scaled-meanwhile.ts';
import { clientsHangUp } from './clients-hang-up.ts';
import type { Noise } from './noise.ts';

/** Everything that looks like trouble in the lab, and is none. */
export const noises: readonly Noise[] = [
  evictedLeftover,
  oldWarningEvent,
  completedInitContainer,
  runningSidecar,
  unreadyWhileStarting,
  jsonConsoleLog,
  ecsConsoleLog,
  debugLog,
  usersMistype,
  usersElsewhere,
  forgedLogLine,
  debugContainer,
  completedJob,
  crashingNeighbour,
  cordonedNode,
  scaledMeanwhile,
  clientsHangUp,
];
