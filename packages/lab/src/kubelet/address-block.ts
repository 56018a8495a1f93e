import { randomInt } from 'node:crypto';
import type { Server } from 'node:https';
import { hasCode } from '../lab/lab-error.ts';

/** The addresses of one lab: 127.a.b.1 is the node, 127.a.b.2 to .254 are its pods, told as 10.a.b.n. */
export interface AddressBlock {
  readonly nodeAddress: string;
  readonly server: Server;
  /** The next address of the block; one that was released comes back last. */
  take(): { readonly address: string; readonly podIP: string; readonly release: () => void };
}

const attempts = 50;

/**
 * Claims a block that no other lab on this machine has: `listen` takes the kubelet's port on the node's address, which
 * only one can, and holds it. Every address in 127.0.0.0/8 is there on Linux without being set up.
 */
export async function claimAddressBlock(listen: (nodeAddress: string) => Promise<Server>): Promise<AddressBlock> {
  for (let attempt = 1; ; attempt += 1) {
    // 127.0 is everybody's; 10.96 is the range of the lab's Services.
    const block = `${randomInt(128, 255)}.${randomInt(0, 256)}`;
    const nodeAddress = `127.${block}.1`;
    try {
      return allocator(block, nodeAddress, await listen(nodeAddress));
    } catch (error) {
      if (!hasCode(error, 'EADDRINUSE') || attempt === attempts) throw error;
    }
  }
}

function allocator(block: string, nodeAddress: string, server: Server): AddressBlock {
  const free = Array.from({ length: 253 }, (_, index) => index + 2);
  return {
    nodeAddress,
    server,
    take() {
      const host = free.shift();
      if (host === undefined) throw new Error(`All 253 pod addresses of 127.${block}.0/24 are in use.`);
      return {
        address: `127.${block}.${host}`,
        podIP: `10.${block}.${host}`,
        release: () => {
          free.push(host);
        },
      };
    },
  };
}
