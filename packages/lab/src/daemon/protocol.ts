import type { LabApplicationId } from '../applications/catalogue.ts';
import type { ApplicationChange, ManagedApplication } from '../applications/start.ts';
import type { BalancerMode } from '../balancer/balancer.ts';
import type { BalancerRule } from '../balancer/rule.ts';
import type { LogFault, PodAddress } from '../kubelet/kubelet.ts';
import type { PodEnding } from '../kubelet/pod-verdict.ts';

/** What the daemon tells of the parts that it owns. */
export interface DaemonStatus {
  readonly pods: readonly PodAddress[];
  readonly applications: readonly ManagedApplication[];
  readonly balancer: BalancerMode;
  readonly database: 'running' | 'stopped';
}

/** Everything that the daemon can be asked over its socket: parameters and answer of each. */
export interface ControlCommands {
  readonly status: { readonly params: Record<string, never>; readonly answer: DaemonStatus };
  /** Ends the lab. The answer comes when it has begun to. */
  readonly down: { readonly params: Record<string, never>; readonly answer: null };
  readonly 'application.start': {
    readonly params: { readonly id: LabApplicationId; readonly change?: ApplicationChange };
    readonly answer: ManagedApplication;
  };
  readonly 'application.stop': { readonly params: { readonly id: LabApplicationId }; readonly answer: null };
  readonly 'application.kill': { readonly params: { readonly id: LabApplicationId }; readonly answer: null };
  readonly 'balancer.mode': { readonly params: { readonly mode: BalancerMode }; readonly answer: null };
  /** Null takes the rule of this name out. */
  readonly 'balancer.rule': { readonly params: { readonly name: string; readonly rule: BalancerRule | null }; readonly answer: null };
  readonly 'kubelet.log-fault': { readonly params: { readonly fault: LogFault | null }; readonly answer: null };
  /** Null: the kubelet's own limit. */
  readonly 'kubelet.log-limit': { readonly params: { readonly maxBytes: number | null }; readonly answer: null };
  readonly 'kubelet.end-pod': { readonly params: { readonly podName: string; readonly ending: PodEnding }; readonly answer: null };
  readonly 'database.stop': { readonly params: Record<string, never>; readonly answer: null };
  readonly 'database.start': { readonly params: Record<string, never>; readonly answer: null };
}

export type ControlCommand = keyof ControlCommands;

/** One line from a client, and the one line that answers it; then the connection ends. */
export interface ControlRequest<C extends ControlCommand = ControlCommand> {
  readonly command: C;
  readonly params: ControlCommands[C]['params'];
}
export type ControlAnswer = { readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly error: string };

/** How the daemon does what it is asked: one function a command. */
export type ControlHandlers = {
  readonly [C in ControlCommand]: (params: ControlCommands[C]['params']) => Promise<ControlCommands[C]['answer']>;
};
