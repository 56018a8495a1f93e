/** Texts as Go writes them, since the texts of a kubelet are Go's. */

/** A time as Kubernetes' objects carry it: RFC 3339, whole seconds. */
export const rfc3339 = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

/** A time as Leases carry it: RFC 3339 with microseconds. */
export const rfc3339Micro = (time: Date): string => `${time.toISOString().slice(0, 23)}000Z`;

/** A time as container logs carry it: RFC 3339 with nine decimals, so that texts sort as times. */
export const rfc3339Nano = (time: Date): string => `${time.toISOString().slice(0, 23)}000000Z`;

/** Now, with nine decimals, to the microsecond, which is what this clock knows. */
export function nowRfc3339Nano(): string {
  const micros = Math.round((performance.timeOrigin + performance.now()) * 1000);
  const seconds = new Date(Math.floor(micros / 1_000_000) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}000Z`;
}

/** A duration as `time.Duration.String()` writes it: `10s`, `2m40s`, `1.234s`, `87ms`. */
export function goDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1000) return `${Math.round(milliseconds)}ms`;
  const total = Math.round(milliseconds) / 1000;
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = Number((total % 60).toFixed(3));
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

/** A pod as the kubelet's messages name it: `keycloak-5c9f_sso(uid)`. */
export const podText = (pod: { readonly name: string; readonly namespace: string; readonly uid: string }): string =>
  `${pod.name}_${pod.namespace}(${pod.uid})`;
