import { text } from 'node:stream/consumers';
import { isKind, pathOf } from './objects.ts';
import type { Kind, ObjectName, ObjectsByKind } from './objects.ts';
import { isConflict } from './kubernetes-api.ts';
import type { KubernetesApi } from './kubernetes-api.ts';

/**
 * Creates an object, or replaces what is there by exactly this (annotations written by controllers stay). What
 * somebody added to the object meanwhile is gone afterwards, which is what heals a lab.
 */
export async function put<K extends Kind>(
  api: KubernetesApi,
  kind: K,
  object: ObjectsByKind[K],
  signal: AbortSignal,
): Promise<ObjectsByKind[K]> {
  const name = object.metadata?.name;
  if (name === undefined) throw new Error(`A ${kind} without metadata.name cannot be written to the API.`);
  const namespace = object.metadata?.namespace;
  const where: ObjectName = namespace === undefined ? { name } : { name, namespace };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const live = await api.find(kind, where, signal);
      if (live === undefined) return await api.create(kind, object, signal);
      const metadata = {
        ...object.metadata,
        annotations: { ...live.metadata?.annotations, ...object.metadata?.annotations },
        ...(live.metadata?.resourceVersion === undefined ? {} : { resourceVersion: live.metadata.resourceVersion }),
      };
      return await api.replace(kind, { ...object, metadata }, signal);
    } catch (error) {
      if (!isConflict(error) || attempt === 5) throw error;
    }
  }
}

/** What a YAML document is about: enough to know where to send it. */
export interface ManifestHeader extends ObjectName {
  readonly kind: Kind;
}

/**
 * Splits a file of YAML documents and reads kind, name and namespace of each; the rest is left to the API server, which
 * parses YAML itself. Throws for a document of a kind the lab does not know or without a name.
 */
export function manifestDocuments(yaml: string): readonly { readonly header: ManifestHeader; readonly body: string }[] {
  return yaml
    .split(/^---\s*$/m)
    .filter((body) => /^kind:/m.test(body))
    .map((body) => {
      const kind = /^kind:\s*(\S+)/m.exec(body)?.[1] ?? '';
      const metadata = /^metadata:\n((?: .*\n?)*)/m.exec(body)?.[1] ?? '';
      const name = /^ {2}name:\s*(\S+)/m.exec(metadata)?.[1];
      const namespace = /^ {2}namespace:\s*(\S+)/m.exec(metadata)?.[1];
      if (!isKind(kind) || name === undefined) {
        throw new Error(`A manifest of kind "${kind}" and name "${name ?? ''}" cannot be applied to the lab.`);
      }
      return { header: { kind, name, ...(namespace === undefined ? {} : { namespace }) }, body };
    });
}

/** Applies every document of a YAML file (server-side apply, as `kubectl apply --server-side --force-conflicts`). */
export async function applyManifests(api: KubernetesApi, yaml: string, signal: AbortSignal): Promise<void> {
  for (const { header, body } of manifestDocuments(yaml)) {
    const response = await api.open({
      method: 'PATCH',
      path: pathOf(header.kind, header),
      query: { fieldManager: 'verify-lab', force: 'true' },
      contentType: 'application/apply-patch+yaml',
      body,
      signal,
    });
    await text(response);
  }
}
