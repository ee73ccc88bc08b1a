import { describe, expect, test } from 'vitest';
import { clientAddress, networkOf } from './network.ts';

describe('the address of a client', () => {
  test.each([
    ['no proxy: the header is worth nothing', '192.0.2.7', '1.2.3.4', 0, '192.0.2.7'],
    ['one proxy: what it saw', '127.0.0.1', '1.2.3.4, 192.0.2.7', 1, '192.0.2.7'],
    ['two proxies: what the outer one saw', '127.0.0.1', '1.2.3.4, 192.0.2.7, 10.0.0.1', 2, '192.0.2.7'],
    ['one proxy, but no header: the peer', '127.0.0.1', null, 1, '127.0.0.1'],
    ['one proxy, but nonsense: the peer', '127.0.0.1', 'unknown', 1, '127.0.0.1'],
    ['more proxies than entries: the peer', '127.0.0.1', '1.2.3.4', 2, '127.0.0.1'],
    ['nothing known', null, '1.2.3.4', 0, null],
  ])('%s', (_, peer, header, proxies, expected) => {
    expect(clientAddress(peer, header, proxies)).toBe(expected);
  });
});

describe('the network of an address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['not an address', 'unknown'],
    [null, 'unknown'],
  ])('%s is in %s', (address, expected) => {
    expect(networkOf(address)).toBe(expected);
  });

  test('two networks of 64 bits are two', () => {
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
  });
});
