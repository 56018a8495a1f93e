import type { Trouble } from './trouble.ts';

/** What an application is started with. */
export interface ApplicationSettings {
  /** An address of its own in 127.0.0.0/8: cookies ignore ports. */
  readonly address: string;
  readonly port: number;
  /** `http://<address>:<port>`, without a slash at the end. */
  readonly url: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Public clients have none. */
  readonly clientSecret?: string;
  /** A folder of its own, for configuration and logs. It is made when it is not there. */
  readonly directory: string;
  /** What goes wrong in it. */
  readonly trouble?: Trouble;
  readonly signal: AbortSignal;
}

/** An application that answers. */
export interface RunningApplication {
  readonly url: string;
  readonly pid: number;
  /** Settles when the process has ended, however it ended. */
  readonly ended: Promise<void>;
  /** Kills it without a warning, with the processes that it started. */
  kill(): void;
  /** Ends it, by force if need be. */
  stop(): Promise<void>;
}
