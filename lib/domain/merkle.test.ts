import { describe, expect, test } from 'vitest';
import { auditPath, createRootBuilder, leafHash, merkleRoot, rootFromPath } from './merkle.ts';

/** The test vectors of Certificate Transparency's reference implementation. */
const DATA = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = (count: number) => Array.from({ length: count }, (_, n) => leafHash(`leaf ${n}`));

describe('a Merkle tree', () => {
  const known = DATA.map((hex) => leafHash(Buffer.from(hex, 'hex').toString('latin1')));

  test.each(ROOTS.map((root, n) => [n + 1, root] as const))('of %i leaves has the root that RFC 6962 gives it', (count, root) => {
    expect(merkleRoot(known.slice(0, count))).toBe(root);
  });

  test('of nothing is the hash of nothing', () => {
    expect(createRootBuilder().root()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('proves each of its leaves, and nothing else', () => {
    for (const size of [1, 2, 3, 5, 7, 8, 13, 33]) {
      const tree = leaves(size);
      const root = merkleRoot(tree);
      for (const [index, leaf] of tree.entries()) {
        const path = auditPath(index, tree);
        expect(rootFromPath(leaf, index, size, path)).toBe(root);
        expect(rootFromPath(leafHash('another'), index, size, path)).not.toBe(root);
        if (size > 1) expect(rootFromPath(leaf, (index + 1) % size, size, path)).not.toBe(root);
        expect(rootFromPath(leaf, index, size, [...path, root])).toBeNull();
      }
    }
  });

  test('has no leaf outside of it', () => {
    expect(() => auditPath(3, leaves(3))).toThrow(RangeError);
    expect(rootFromPath(leafHash('x'), 3, 3, [])).toBeNull();
  });
});
