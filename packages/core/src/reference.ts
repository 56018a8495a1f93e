import { z } from 'zod';

/** A plain value that stands in an environment variable: an address, a name; never a secret. */
export const VariableReference = z.strictObject({
  variable: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  list: z.boolean().default(false),
  optional: z.boolean().default(false),
});
export type VariableReference = z.infer<typeof VariableReference>;

/** Where a secret is kept. The reference may be written anywhere; the secret itself is read by the runner alone. */
export const SecretReference = z.discriminatedUnion('secret', [
  z.strictObject({ secret: z.literal('variable'), name: z.string().min(1) }),
  z.strictObject({ secret: z.literal('file'), path: z.string().min(1) }),
  z.strictObject({ secret: z.literal('command'), command: z.array(z.string()).min(1).readonly() }),
]);
export type SecretReference = z.infer<typeof SecretReference>;

/** The value of an environment variable, read when the environment is loaded. */
export const variable = (name: string): VariableReference => ({
  variable: name,
  list: false,
  optional: false,
});

/** A comma-separated list in an environment variable; an optional one may be empty or not set. */
export const variableList = (name: string, { optional = false }: { readonly optional?: boolean } = {}): VariableReference => ({
  variable: name,
  list: true,
  optional,
});

/** Where a secret is looked for. A trailing line end is not part of a secret that stands in a file or that a command prints. */
export const secret = {
  variable: (name: string): SecretReference => ({ secret: 'variable', name }),
  file: (path: string): SecretReference => ({ secret: 'file', path }),
  command: (...command: string[]): SecretReference => ({ secret: 'command', command }),
};

/** How a person would say where a secret is looked for. */
export function describeSecretReference(reference: SecretReference): string {
  switch (reference.secret) {
    case 'variable':
      return `the environment variable ${reference.name}`;
    case 'file':
      return `the file ${reference.path}`;
    case 'command':
      return `what the command \`${reference.command.join(' ')}\` prints`;
  }
}

/** What a person writes for T: every plain value may also be a reference to an environment variable. */
export type Definition<T> = T extends SecretReference
  ? SecretReference
  : T extends (...parameters: never) => unknown
    ? T
    : T extends readonly (infer U)[]
      ? readonly Definition<U>[] | VariableReference
      : T extends object
        ? { readonly [K in keyof T]: Definition<T[K]> }
        : T | (T extends string | number ? VariableReference : never);
