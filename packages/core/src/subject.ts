/**
 * Where a subject stands to another: `pod/a/keycloak` is a part of `pod/a`, another pod and another application are elsewhere, and
 * `deployment/keycloak` is everywhere.
 */
export type Place = 'same' | 'part' | 'whole' | 'everywhere' | 'elsewhere';

/** The place of `subject` as seen from `other`. */
export function placeOf(subject: string, other: string): Place {
  if (subject === other) return 'same';
  if (subject.startsWith(`${other}/`)) return 'part';
  // What befalls a container befalls its pod.
  if (other.startsWith(`${subject}/`)) return 'whole';
  const isOther = subject.startsWith('pod/') || (isOfApplication(subject) && isOfApplication(other));
  return isOther ? 'elsewhere' : 'everywhere';
}

const isOfApplication = (subject: string): boolean => subject.startsWith('application/');
