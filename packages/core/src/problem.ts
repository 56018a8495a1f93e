/** One thing that is wrong with what the user wrote. */
export interface Problem {
  readonly code: string;
  /** What is wrong. */
  readonly message: string;
  /** The file (and line) or the option it stands in. */
  readonly where?: string;
  /** What to do. */
  readonly remedy?: string;
}

/** All that is wrong with the configuration, in one throw: shown as one list, exit code 2, never with a stack trace. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.problems = problems;
  }
}
