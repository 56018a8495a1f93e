import type { Container } from '../kubernetes-api/objects.ts';
import { makeBackOff } from './back-off.ts';
import { goDuration } from './go-text.ts';
import type { ImageRuntime, PulledImage } from './image-runtime.ts';
import type { BackOffRange } from './settings.ts';

/** A container cannot be started; `reason` is its waiting state's, `retryAfter` in milliseconds if known. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
  readonly reason: string;
  readonly retryAfter: number | undefined;
  constructor(reason: string, message: string, retryAfter?: number) {
    super(message);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }
}

export type Tell = (type: 'Normal' | 'Warning', reason: string, message: string) => void;

/** The node's images: pulled once, with the back-off of one pod's failing pulls [kubelet images/image_manager.go]. */
export interface Images {
  /** Throws StartFailure with ErrImagePull, ImagePullBackOff, ErrImageNeverPull or InvalidImageName. */
  ensure(container: Container, podUid: string, tell: Tell, signal: AbortSignal): Promise<PulledImage>;
  forget(podUid: string): void;
}

/** A reference as the distribution's grammar has it, roughly: no capitals in the name, a tag or digest at the end. */
const reference =
  /^(?:[a-zA-Z0-9][\w.-]*(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$/;

/** Without a policy of its own, an image of the tag `latest` is pulled always, others when they are missing. */
function pullPolicy({ image, imagePullPolicy }: Container): 'Always' | 'IfNotPresent' | 'Never' {
  if (imagePullPolicy !== undefined) return imagePullPolicy;
  return /:(?!latest$)[^/:]+$/.test(image) ? 'IfNotPresent' : 'Always';
}

/** `signal` is the node's: a pull that several pods wait for goes on when one of them is deleted. */
export function nodeImages(runtime: ImageRuntime, range: BackOffRange, nodeSignal: AbortSignal): Images {
  const present = new Map<string, PulledImage>();
  const pulling = new Map<string, Promise<PulledImage>>();
  const backOff = makeBackOff(range);
  const failures = new Map<string, { readonly at: Date; readonly text: string }>();

  return {
    async ensure(container, podUid, tell, signal) {
      const { image } = container;
      if (!reference.test(image)) {
        const text = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`;
        tell('Warning', 'InspectFailed', text);
        throw new StartFailure('InvalidImageName', text);
      }
      const policy = pullPolicy(container);
      const known = present.get(image);
      if (known !== undefined && policy !== 'Always') {
        tell('Normal', 'Pulled', `Container image "${image}" already present on machine and can be accessed by the pod`);
        return known;
      }
      if (policy === 'Never') {
        const text = `Container image "${image}" is not present with pull policy of Never`;
        tell('Warning', 'ErrImageNeverPull', text);
        throw new StartFailure('ErrImageNeverPull', text);
      }
      const key = `${podUid}_${image}`;
      const failed = failures.get(key);
      if (failed !== undefined) {
        const remaining = backOff.remaining(key, failed.at, new Date());
        if (remaining > 0) {
          const text = `Back-off pulling image "${image}"`;
          tell('Normal', 'BackOff', text);
          throw new StartFailure('ImagePullBackOff', `${text}: ${failed.text}`, remaining);
        }
      }
      tell('Normal', 'Pulling', `Pulling image "${image}"`);
      const began = Date.now();
      try {
        const pull = pulling.get(image) ?? runtime.pull(image, nodeSignal).finally(() => pulling.delete(image));
        pulling.set(image, pull);
        const pulled = await unlessAborted(pull, signal);
        const took = goDuration(Date.now() - began);
        const size = pulled.sizeBytes ?? 0;
        tell('Normal', 'Pulled', `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${size} bytes.`);
        present.set(image, pulled);
        failures.delete(key);
        return pulled;
      } catch (error) {
        if (signal.aborted) throw error;
        const text = error instanceof Error ? error.message : String(error);
        tell('Warning', 'Failed', `Failed to pull image "${image}": ${text}`);
        const now = new Date();
        backOff.next(key, now);
        failures.set(key, { at: now, text: `ErrImagePull: ${text}` });
        throw new StartFailure('ErrImagePull', text);
      }
    },
    forget(podUid) {
      backOff.forget(podUid);
      for (const key of failures.keys()) if (key.startsWith(podUid)) failures.delete(key);
    },
  };
}

/** Waits for a promise until the signal is aborted; what it waited for goes on, and its failure is told to others. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => {
    stopped.reject(signal.reason);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([promise, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
