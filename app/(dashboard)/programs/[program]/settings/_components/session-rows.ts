import { randomUUID } from 'node:crypto';
import type { SessionRow } from '#components/settings/session-list.tsx';
import { browserWords } from '#lib/domain/browser-words.ts';
import { formatInstant } from '#lib/domain/time.ts';
import type { MemberPage } from '#lib/operations/get-member.ts';

/** @param thisId the session that asks; null when it is somebody else's list */
export const sessionRows = (sessions: MemberPage['sessions'], zone: string, thisId: string | null): SessionRow[] =>
  sessions.map((session) => ({
    id: session.id,
    browser: browserWords(session.userAgent),
    address: session.address || null,
    lastSeenText: formatInstant(session.lastSeenAt, zone),
    sinceText: formatInstant(session.createdAt, zone),
    isThis: session.id === thisId,
    idempotencyKey: randomUUID(),
  }));
