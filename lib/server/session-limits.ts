/** How long a session lasts: it ends when nobody acted in it for a while, and in any case after twelve hours. */
export const ABSOLUTE_SECONDS = 12 * 60 * 60;
/** A page that is open says so this long before the end. */
export const WARNING_SECONDS = 2 * 60;
/** Acting more often than this is not noted anew: a write for each of a page's requests would be waste. */
export const TOUCH_SECONDS = 2;

/** Set by a page for a moment when it asks for news by itself: that is nobody acting. */
export const BACKGROUND_COOKIE = 'proviso_background';

/** What is left of a session, in seconds. */
export interface SessionLeft {
  idleSeconds: number;
  absoluteSeconds: number;
}

/** What is left; null when it is over. @param idleAfter seconds without acting after which it ends */
export function sessionLeft(times: { idleSeconds: number; ageSeconds: number }, idleAfter: number): SessionLeft | null {
  const left = { idleSeconds: idleAfter - times.idleSeconds, absoluteSeconds: ABSOLUTE_SECONDS - times.ageSeconds };
  return left.idleSeconds > 0 && left.absoluteSeconds > 0 ? left : null;
}
