/** Where a subject stands to another: `pod/a/keycloak` is a part of `pod/a`, and `deployment/keycloak` is no pod. */
export type Place = 'same' | 'part' | 'whole' | 'no pod' | 'elsewhere';

/** The place of `subject` as seen from `other`. */
export function placeOf(subject: string, other: string): Place {
  if (subject === other) return 'same';
  if (subject.startsWith(`${other}/`)) return 'part';
  // What befalls a container befalls its pod.
  if (other.startsWith(`${subject}/`)) return 'whole';
  return subject.startsWith('pod/') ? 'elsewhere' : 'no pod';
}
