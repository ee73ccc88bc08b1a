'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { BACKGROUND_COOKIE } from '#lib/server/session-limits.ts';

const SETTLE_MS = 150;

/**
 * A page that reads itself again is nobody acting: the session must not go on for that. See lib/server/session-limits.ts.
 * A browser without the cookie store marks nothing, and its sessions last a little longer.
 */
async function markAsBackground(): Promise<void> {
  if (!('cookieStore' in window)) return;
  await window.cookieStore.set({ name: BACKGROUND_COOKIE, value: '1', expires: Date.now() + 2000, sameSite: 'lax' });
}

/**
 * Listens for changes that others make and reads the page again. While something is typed and not sent, nothing is read
 * again: the page says that something changed, and the form keeps the version it was filled in on.
 */
export function LiveChanges({ program }: { program: string }) {
  const router = useRouter();
  const typing = useRef(false);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    const began = () => {
      typing.current = true;
    };
    const sent = () => {
      typing.current = false;
    };
    document.addEventListener('input', began);
    document.addEventListener('submit', sent);
    return () => {
      document.removeEventListener('input', began);
      document.removeEventListener('submit', sent);
    };
  }, []);
  useEffect(() => {
    const source = new EventSource(`/live?program=${encodeURIComponent(program)}`);
    let waiting: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener('change', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (typing.current) return setHeld(true);
        void markAsBackground().then(() => router.refresh());
      }, SETTLE_MS);
    });
    return () => {
      clearTimeout(waiting);
      source.close();
    };
  }, [program, router]);
  if (!isHeld) return null;
  const show = () => {
    typing.current = false;
    setHeld(false);
    router.refresh();
  };
  return (
    <div className="banner banner-as-of" role="status">
      <span>Somebody changed something here. What you typed is kept; if it was on the same thing, you will see both.</span>
      <button type="button" className="btn btn-small" onClick={show}>
        Show the change and drop what I typed
      </button>
    </div>
  );
}
