import type { LogSummary } from './log-summary.ts';
import type { ClusterView } from './cluster-view.ts';

/** How one node's view of its cluster went, kept while its log streams; bounded. */
export type ClusterHistory = Pick<LogSummary, 'view' | 'views' | 'viewHistory' | 'merges' | 'returns' | 'founded'>;

const FIRST_VIEWS = 10;
const MOST_VIEWS = 40;

export const noClusterHistory = (): ClusterHistory => ({ views: 0, viewHistory: [], merges: 0, returns: 0, founded: 0 });

/** The history with one view more, in the order of the log. */
export function withView(history: ClusterHistory, view: ClusterView): ClusterHistory {
  const newest = history.view;
  // Views may be logged out of order, so the number counts and not the place.
  const isNewest = newest === undefined || view.id >= newest.id;
  const views = [...history.viewHistory, view];
  return {
    view: isNewest ? view : newest,
    views: history.views + 1,
    viewHistory: views.length > MOST_VIEWS ? views.toSpliced(FIRST_VIEWS, 1) : views,
    merges: history.merges + (view.merged ? 1 : 0),
    returns: history.returns + (isNewest && newest ? returned(history.viewHistory, newest, view) : 0),
    founded: history.founded + (view.id === 0 && view.size === 1 ? 1 : 0),
  };
}

/** How many members of the view were there once, and not in the view before it. */
const returned = (earlier: readonly ClusterView[], before: ClusterView, view: ClusterView): number =>
  view.members.filter((member) => !before.members.includes(member) && earlier.some(({ members }) => members.includes(member))).length;
