/**
 * Merkle trees as in RFC 6962, section 2.1: the hash of a leaf is SHA-256(0x00, data), that of a node
 * SHA-256(0x01, left, right), and a tree of n leaves splits at the largest power of two below n.
 */
import { createHash } from 'node:crypto';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (data: string): Buffer => createHash('sha256').update(LEAF).update(data, 'utf8').digest();

export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update(NODE).update(left).update(right).digest();

/** Takes leaves one by one and keeps one hash per level, so that a tree of any size takes no memory. */
export interface RootBuilder {
  add(leaf: Uint8Array): void;
  readonly size: number;
  /** Lower-case hexadecimal. The root of no leaves is SHA-256 of nothing. */
  root(): string;
}

export function createRootBuilder(): RootBuilder {
  // Roots of complete subtrees, the largest first; the bits of `size` say which levels there are.
  const complete: Uint8Array[] = [];
  let size = 0;
  return {
    add(leaf) {
      let node = leaf;
      for (let bits = size; bits % 2 === 1; bits = Math.floor(bits / 2)) node = nodeHash(complete.pop() as Uint8Array, node);
      complete.push(node);
      size += 1;
    },
    get size() {
      return size;
    },
    root() {
      if (complete.length === 0) return createHash('sha256').digest('hex');
      return Buffer.from(complete.reduceRight((right, left) => nodeHash(left, right))).toString('hex');
    },
  };
}

/** The root over leaf hashes in their order, lower-case hexadecimal. */
export function merkleRoot(leaves: Iterable<Uint8Array>): string {
  const builder = createRootBuilder();
  for (const leaf of leaves) builder.add(leaf);
  return builder.root();
}

/** The largest power of two below n, for n of 2 or more. */
const splitOf = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/**
 * What has to be hashed with a leaf, from the bottom up, to reach the root: RFC 6962, section 2.1.1.
 * @throws RangeError when there is no such leaf
 */
export function auditPath(index: number, leaves: readonly Uint8Array[]): string[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError('No such leaf');
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return index < split ? [...auditPath(index, left), merkleRoot(right)] : [...auditPath(index - split, right), merkleRoot(left)];
}

/** The root that a leaf's audit path leads to; null when the path has the wrong length for a tree of this size. */
export function rootFromPath(leaf: Uint8Array, index: number, size: number, path: readonly string[]): string | null {
  if (index < 0 || index >= size) return null;
  if (size === 1) return path.length === 0 ? Buffer.from(leaf).toString('hex') : null;
  const sibling = path[path.length - 1];
  if (sibling === undefined) return null;
  const split = splitOf(size);
  const below = path.slice(0, -1);
  const inner = index < split ? rootFromPath(leaf, index, split, below) : rootFromPath(leaf, index - split, size - split, below);
  if (inner === null) return null;
  const pair = [Buffer.from(inner, 'hex'), Buffer.from(sibling, 'hex')] as const;
  return (index < split ? nodeHash(pair[0], pair[1]) : nodeHash(pair[1], pair[0])).toString('hex');
}
