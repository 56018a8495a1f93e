import type { Tools } from '../install/install.ts';
import type { DatabaseTemplate } from '../lab/database-template.ts';
import type { ProgressEvent } from '../lab/progress.ts';

/** What a daemon is started for: everything slow is made already. */
export interface DaemonOrder {
  readonly name: string;
  readonly version: string;
  readonly replicas: number;
  readonly tools: Tools;
  /** The directory of the control plane's binaries. */
  readonly binaries: string;
  readonly template: DatabaseTemplate;
}

/** What a daemon tells the command that started it, until the lab is up or is not. */
export type DaemonMessage =
  | { readonly kind: 'progress'; readonly event: ProgressEvent }
  | { readonly kind: 'up' }
  | { readonly kind: 'failed'; readonly message: string; readonly stack?: string };
