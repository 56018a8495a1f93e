/** What the kubelet asks of whoever knows how to run an image as a process. */

export interface ContainerRun {
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The loopback address that is this pod's own; the process listens here, on the ports of its template. */
  readonly address: string;
  readonly podName: string;
  readonly podUid: string;
  /** A folder of the container's own; it is kept over restarts and removed with the pod. */
  readonly directory: string;
}

export interface PreparedProcess {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export interface PulledImage {
  /** The image's digest, e.g. `docker.io/library/keycloak@sha256:…`; equal for equal images. */
  readonly imageId: string;
  readonly sizeBytes?: number;
  /** Turns a run into a process to start; what it throws is a CreateContainerError. */
  prepare(run: ContainerRun): Promise<PreparedProcess>;
}

export interface ImageRuntime {
  /** Gets an image. Throws ImageNotFound where there is none (ErrImagePull, then ImagePullBackOff). */
  pull(image: string, signal: AbortSignal): Promise<PulledImage>;
}

/** There is no such image. Its message is that of containerd. */
export class ImageNotFound extends Error {
  override readonly name = 'ImageNotFound';
  constructor(image: string) {
    const reference = image.includes('/') ? image : `docker.io/library/${image}`;
    super(
      `rpc error: code = NotFound desc = failed to pull and unpack image "${reference}": failed to resolve reference ` +
        `"${reference}": ${reference}: not found`,
    );
  }
}
