import type { LabApplicationId } from '../applications/catalogue.ts';
import type { ApplicationChange } from '../applications/start.ts';
import type { Fault } from './fault.ts';

/** What is wrong is in an application alone: it is started anew with it, and as it was to heal it. */
export const inApplication = (
  id: LabApplicationId,
  wrong: ApplicationChange,
  right: ApplicationChange,
): Pick<Fault, 'inject' | 'heal'> => ({
  inject: async (lab) => void (await lab.control('application.start', { id, change: wrong })),
  heal: async (lab) => void (await lab.control('application.start', { id, change: right })),
});

/** The same for what an express application can do wrong. */
export const troubled = (id: LabApplicationId, trouble: NonNullable<ApplicationChange['trouble']>): Pick<Fault, 'inject' | 'heal'> =>
  inApplication(id, { trouble }, { trouble: null });
