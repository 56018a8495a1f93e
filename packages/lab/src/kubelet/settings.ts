/** Times and sizes that a kubelet has; the lab shortens the times. */
export interface KubeletSettings {
  /** A crashed container waits this long, doubled each time, up to the maximum. A kubelet: 10 and 300. */
  readonly crashBackOff: BackOffRange;
  /** The same for an image that cannot be pulled. */
  readonly imageBackOff: BackOffRange;
  /** A container that could not be created is tried again after this time. A kubelet: about 10. */
  readonly resyncSeconds: number;
  /** How often the node's lease is renewed and its status written. */
  readonly heartbeatSeconds: number;
  /** A container's log is rotated at this size. A kubelet: 10 Mi. */
  readonly logMaxBytes: number;
  /** How many files of one container's log are kept, the current one included. A kubelet: 5. */
  readonly logMaxFiles: number;
  /** How long processes may take to end when the kubelet itself is stopped. */
  readonly stopGraceSeconds: number;
}

export interface BackOffRange {
  readonly baseSeconds: number;
  readonly maxSeconds: number;
}

export const labKubeletSettings: KubeletSettings = {
  crashBackOff: { baseSeconds: 2, maxSeconds: 16 },
  imageBackOff: { baseSeconds: 2, maxSeconds: 16 },
  resyncSeconds: 1,
  heartbeatSeconds: 10,
  logMaxBytes: 10 * 1024 * 1024,
  logMaxFiles: 5,
  stopGraceSeconds: 10,
};
