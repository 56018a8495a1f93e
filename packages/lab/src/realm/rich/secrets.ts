/**
 * Everything secret in a rich realm. None of it opens anything; each is there to be looked for in whatever the gate writes.
 */
export const richSecrets = {
  portal: 'rich-portal-7dK2mQ9xV4',
  backend: 'rich-backend-3hT8wZ1pL6',
  payments: 'rich-payments-9sB5nR2cY7',
  mail: 'rich-mail-4fG6jX8vD1',
  partner: 'rich-partner-2kM7qW3tH9',
  checker: 'rich-checker-5gH2pS8xF3',
  directory: 'rich-directory-8zN1rC5bJ4',
} as const;
