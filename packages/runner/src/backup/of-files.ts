/** An error of the file system, with the file that it is about; its message names it. */
export const isOfFiles = (error: unknown): error is Error & { readonly path: string } =>
  error instanceof Error && 'syscall' in error && 'path' in error && typeof error.path === 'string';
