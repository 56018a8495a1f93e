/** Something that the lab needs and does not have, or could not do; `remedy` says what a person can do about it. */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly remedy: string;

  constructor(message: string, remedy: string, options: { readonly cause?: unknown } = {}) {
    super(`${message} ${remedy}`, options);
    this.remedy = remedy;
  }
}

/** True for an error of the operating system or of Node with one of these codes. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
