import type { StatementFailed } from './connection.ts';

/**
 * Classes of SQLSTATE that say nothing of what was restored: the connection was lost, a transaction or a lock had to wait too long, the
 * machine had too little of something, somebody or a time-out ended the statement, the system failed, or PostgreSQL itself. Source: PostgreSQL's documentation,
 * appendix A.
 */
const machine = new Set(['08', '40', '53', '55', '57', '58', 'XX']);

/** Whose fault it is that a statement of the gate's own failed on what was restored: a table or a column that is not there is the backup's. */
export const lookProblem = ({ code }: Pick<StatementFailed, 'code'>): 'broken' | 'ended' =>
  code === undefined || machine.has(code.slice(0, 2)) ? 'ended' : 'broken';
