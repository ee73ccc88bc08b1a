/** Addresses of clients: which one counts behind proxies, and which network it belongs to. */
import { z } from 'zod';

const ipv4 = z.ipv4();
const ipv6 = z.ipv6();
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The client's address: the other end of the connection, or, behind proxies of one's own, what the outermost of them saw.
 * Anything further left in X-Forwarded-For was written by the client and is worth nothing.
 * @param peer address at the other end of the connection; null when it is not known
 * @param forwardedFor the header X-Forwarded-For
 * @param proxies how many proxies of one's own stand in front; 0: the header is ignored
 */
export function clientAddress(peer: string | null, forwardedFor: string | null, proxies: number): string | null {
  if (proxies === 0) return peer;
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim());
  const seen = hops[hops.length - proxies] ?? '';
  return ipv4.safeParse(seen).success || ipv6.safeParse(seen).success ? seen : peer;
}

/** The eight groups of an IPv6 address as numbers. @param address a valid one, without zone */
function groupsOf(address: string): string[] {
  // The platform's URL parser writes every form of the address in one way.
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const left = head === '' ? [] : head.split(':');
  if (tail === undefined) return left;
  const right = tail === '' ? [] : tail.split(':');
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
}

/**
 * The network that attempts are counted for: an IPv4 address itself, the first 64 bits of an IPv6 address (whoever has one
 * address of such a network has all), `unknown` for what is neither.
 */
export function networkOf(address: string | null): string {
  const text = (address ?? '').replace(/%.*$/, '');
  const v4 = MAPPED.exec(text)?.[1] ?? text;
  if (ipv4.safeParse(v4).success) return v4;
  if (!ipv6.safeParse(text).success) return 'unknown';
  return `${groupsOf(text).slice(0, 4).join(':')}::/64`;
}
