/** How much an execution counts. */
export type Requirement = 'REQUIRED' | 'ALTERNATIVE' | 'CONDITIONAL' | 'DISABLED';

/** A step of a flow: an authenticator, with its settings where it has any, or a flow inside of it. */
export type RichExecution =
  | {
      readonly authenticator: string;
      readonly requirement: Requirement;
      readonly config?: { readonly alias: string; readonly config: Readonly<Record<string, string>> };
    }
  | {
      readonly flow: string;
      readonly description?: string;
      readonly requirement: Requirement;
      readonly executions: readonly RichExecution[];
    };

/** A flow of the realm's own; its steps in order. */
export interface RichFlow {
  readonly alias: string;
  readonly description: string;
  readonly executions: readonly RichExecution[];
}

export const richFlows: readonly RichFlow[] = [
  {
    alias: 'rich browser',
    description: 'Password, and a code for who has one',
    executions: [
      { authenticator: 'auth-cookie', requirement: 'ALTERNATIVE' },
      {
        authenticator: 'identity-provider-redirector',
        requirement: 'ALTERNATIVE',
        config: { alias: 'to the partner', config: { defaultProvider: 'partner' } },
      },
      {
        flow: 'rich forms',
        description: 'Name, password, code',
        requirement: 'ALTERNATIVE',
        executions: [
          { authenticator: 'auth-username-password-form', requirement: 'REQUIRED' },
          {
            flow: 'rich code',
            requirement: 'CONDITIONAL',
            executions: [
              { authenticator: 'conditional-user-configured', requirement: 'REQUIRED' },
              { authenticator: 'auth-otp-form', requirement: 'REQUIRED' },
            ],
          },
          {
            flow: 'rich gold',
            description: 'For who asks for gold',
            requirement: 'CONDITIONAL',
            executions: [
              {
                authenticator: 'conditional-level-of-authentication',
                requirement: 'REQUIRED',
                config: { alias: 'gold', config: { 'loa-condition-level': '2', 'loa-max-age': '300' } },
              },
              { authenticator: 'webauthn-authenticator', requirement: 'REQUIRED' },
            ],
          },
        ],
      },
    ],
  },
  {
    alias: 'rich after the partner',
    description: 'What follows a login at the partner',
    executions: [{ authenticator: 'auth-otp-form', requirement: 'DISABLED' }],
  },
];

/** Built-in flows that the realm copied, new alias by the copied one. */
export const richCopies: Readonly<Record<string, string>> = {
  'browser by hand': 'browser',
  'first login at the partner': 'first broker login',
};

/** Copies that the realm uses in the place of the built-in ones. */
export const richBindings: Readonly<Record<string, string>> = { browserFlow: 'browser by hand' };
