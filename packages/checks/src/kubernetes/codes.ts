import { containerCodes } from './container-codes.ts';
import { eventCodes } from './event-codes.ts';
import { podCodes } from './pod-codes.ts';
import { surroundingCodes } from './surrounding-codes.ts';
import { workloadCodes } from './workload-codes.ts';

/** What can be wrong with the workload, its pods, and what stands around them. */
export const codes = { ...workloadCodes, ...podCodes, ...containerCodes, ...eventCodes, ...surroundingCodes } as const;
