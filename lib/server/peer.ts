/** The address of the client of a request. */
import { clientAddress } from '#lib/domain/network.ts';

/**
 * Written by the launcher's guard onto every request, over whatever a client sent under this name
 * (scripts/lib/peer-address.mjs).
 */
export const PEER_HEADER = 'x-proviso-peer';

/** Null when it is not known, as in the development server. @param proxies of one's own in front */
export const addressOf = (headers: Headers, proxies: number): string | null =>
  clientAddress(headers.get(PEER_HEADER), headers.get('x-forwarded-for'), proxies);
