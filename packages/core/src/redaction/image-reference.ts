const registryAndName = /^:\d{1,5}\/(?!(?:tcp|udp|sctp)\b)[a-z0-9]/;
const schemeThatIsNoImage = /(?<!\b(?:docker|docker-pullable|containerd|oci)):\/\/$/;
const imageName = /(?:^|[\s"'/=(,])([a-z0-9][a-z0-9._-]*):$/;
const labelOfAddress =
  /(?:^|[._-])(?:ip|ipv4|addr|address|from|to|at|on|by|for|via|host|client|remote|local|peer|source|src|dst|server|proxy|origin|node|bind)$/;
const LONGEST_NAME = 160;

/**
 * Whether four numbers at `offset` in the text belong to a container image: they are its registry (`10.0.0.5:5000/keycloak`) or
 * its tag (`sso:26.7.4.1`). An image must stay as it is, as it is compared with the expected one. In an URL, and after
 * a word that announces an address (`from:`), they are an address.
 */
export function isPartOfImage(text: string, offset: number, length: number): boolean {
  const before = text.slice(Math.max(0, offset - LONGEST_NAME), offset);
  const after = text.slice(offset + length, offset + length + 16);
  if (registryAndName.test(after)) return !schemeThatIsNoImage.test(before);
  const name = imageName.exec(before)?.[1];
  return name !== undefined && /^(?:$|[\s"'])/.test(after) && !labelOfAddress.test(name);
}
