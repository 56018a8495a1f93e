import { z } from 'zod';

/** A cluster view as a node logged it: who the coordinator is, and who belongs to the cluster. */
export const ClusterView = z.object({
  id: z.number(),
  coordinator: z.string(),
  size: z.number(),
  /** By name, without the versions that newer releases write behind them. */
  members: z.array(z.string()),
  merged: z.boolean(),
  at: z.string().optional(),
});
export type ClusterView = z.infer<typeof ClusterView>;

const MOST_MEMBERS = 60;

// ISPN000094 … ISPN: [vm-1(v=16.0.14)|1] (2) [vm-1(v=16.0.14), vm-2(v=16.0.14)]; ISPN000093 says MERGED and may begin with MergeView::
const view = /^ISPN00009([34]): [^[]{0,200}?: (?:MergeView::)?\[([^|\]]+)\|(\d{1,15})\] \((\d{1,6})\) \[([^\]]*)\]/;

/** The view that a message tells, if it tells one. */
export function parseClusterView(message: string): Omit<ClusterView, 'at'> | undefined {
  const parts = view.exec(message);
  if (!parts) return undefined;
  const [, kind, coordinator = '', id, size, members = ''] = parts;
  return {
    id: Number(id),
    coordinator: memberName(coordinator),
    size: Number(size),
    members: members
      .split(',')
      .map((member) => memberName(member.trim()))
      .filter((member) => member !== '' && member !== '...')
      .toSorted((a, b) => (a < b ? -1 : 1))
      .slice(0, MOST_MEMBERS),
    merged: kind === '3',
  };
}

/** `vm-22731(v=16.0.14)` and `vm-22731 (starting)` are both the node vm-22731. */
const memberName = (written: string): string => written.replaceAll(/\s*\((?:v=[^)]*|starting)\)/g, '').trim();
