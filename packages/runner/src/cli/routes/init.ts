import { buildCommand } from '@stricli/core';

const text = (placeholder: string, brief: string) => ({ kind: 'parsed', parse: String, optional: true, placeholder, brief }) as const;

export const init = buildCommand({
  loader: async () => (await import('../commands/init.ts')).init,
  parameters: {
    flags: {
      env: text('id', 'How the environment is to be called: acc'),
      url: text('address', 'The address that browsers see'),
      adminUrl: text('address', 'Where /admin is reached, if elsewhere'),
      gateRealm: { kind: 'parsed', parse: String, default: 'master', placeholder: 'realm', brief: "The realm of the gate's reader" },
      gateClient: {
        kind: 'parsed',
        parse: String,
        default: 'release-gate',
        placeholder: 'client',
        brief: "The client id of the gate's reader",
      },
      realm: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        optional: true,
        placeholder: 'realm',
        brief: 'Only this realm (may be repeated); without it all that the reader sees but master',
      },
      namespace: text('name', 'The Kubernetes namespace that Keycloak runs in; without it Kubernetes is not looked at'),
      kubeconfig: text('file', 'How the cluster is reached; without it KUBECONFIG'),
      keycloak: text('version', 'Which version runs, where the reader may not see it'),
      production: { kind: 'boolean', default: false, withNegated: false, brief: 'It is production' },
      scenarios: { kind: 'parsed', parse: String, default: 'scenarios', placeholder: 'folder', brief: 'Where the scenarios are written' },
    },
  },
  docs: {
    brief: 'Look at a Keycloak and write a first scenarios folder',
    fullDescription:
      "Reads realms and clients over the admin API, and the workload in the namespace, and writes an environment, an entry for each application, the suites, the policy and the release of what the gate itself needs. What is there already is never written over. The reader's secret is read from <ENV>_GATE_CLIENT_SECRET. Exit code 0 written, 2 something could not be seen, and nothing was written.",
  },
});
