import type { Event } from '../kubernetes-api/objects.ts';
import type { Lab } from '../lab/lab.ts';
import { labNamespace } from '../manifests/names.ts';
import { until } from './condition.ts';

/** Waits until an event of this reason, which is as `is` wants it, is told of an object of the namespace, and returns it. */
export const untilEvent = (
  lab: Lab,
  objectName: string,
  reason: string,
  signal: AbortSignal,
  is: (event: Event) => boolean = () => true,
): Promise<Event> =>
  until(
    `the event ${reason} of ${objectName}`,
    async () => {
      const { items } = await lab.kubernetes.list(
        'Event',
        { namespace: labNamespace, fieldSelector: `involvedObject.name=${objectName}` },
        signal,
      );
      return items.find((event) => event.reason === reason && is(event));
    },
    signal,
  );
