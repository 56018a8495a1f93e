/** The nodes in layers, so that edges go down where they can. Edges that would close a circle, or lead nowhere, are left out of account. */
export function layers(ids: readonly string[], edges: readonly { readonly from: string; readonly to: string }[]): string[][] {
  const nodes = [...new Set(ids)];
  const known = new Set(nodes);
  const depth = new Map<string, number>();
  const onPath = new Set<string>();
  const parents = new Map(
    nodes.map((id) => [id, edges.filter((edge) => edge.to === id && edge.from !== id && known.has(edge.from)).map((edge) => edge.from)]),
  );
  const depthOf = (id: string): number => {
    const found = depth.get(id);
    if (found !== undefined) return found;
    if (onPath.has(id)) return -1;
    onPath.add(id);
    const value = Math.max(0, ...(parents.get(id) ?? []).map((parent) => depthOf(parent) + 1));
    onPath.delete(id);
    depth.set(id, value);
    return value;
  };
  const rows: string[][] = [];
  for (const id of nodes) (rows[depthOf(id)] ??= []).push(id);
  return rows.filter((row) => row !== undefined);
}
