import type { ContainerStatus } from '../kubernetes-api/objects.ts';

/**
 * Which run's log a request means, by the container's status, or the kubelet's refusal [kubelet_pods.go
 * validateContainerLogStatus]. In a back-off, "current" is the run that ended last.
 */
export function chooseLog(
  pod: string,
  container: string,
  status: ContainerStatus | undefined,
  previous: boolean,
): { readonly containerId: string } | { readonly refusal: string } {
  const refuse = (text: string): { readonly refusal: string } => ({ refusal: `container "${container}" in pod "${pod}" ${text}` });
  if (status === undefined) return refuse('is not available');
  const { waiting, running, terminated } = status.state;
  const last = status.lastState.terminated?.containerID;
  if (previous) {
    if (last !== undefined) return { containerId: last };
    return { refusal: `previous terminated container "${container}" in pod "${pod}" not found` };
  }
  if (running !== undefined && status.containerID !== undefined) return { containerId: status.containerID };
  if (terminated !== undefined) {
    const containerId = terminated.containerID ?? last;
    return containerId === undefined ? refuse('is terminated') : { containerId };
  }
  if (status.lastState.terminated !== undefined) {
    return last === undefined ? refuse('is terminated') : { containerId: last };
  }
  switch (waiting?.reason) {
    case undefined:
      return refuse('is waiting to start - no logs yet');
    case 'ErrImagePull':
      return refuse("is waiting to start: image can't be pulled");
    case 'ImagePullBackOff':
      return refuse('is waiting to start: trying and failing to pull image');
    default:
      return refuse(`is waiting to start: ${waiting?.reason ?? ''}`);
  }
}
