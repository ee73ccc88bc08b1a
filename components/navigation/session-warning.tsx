'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';

export interface SessionWarningProps {
  /** Seconds left when the page was made. */
  idleSeconds: number;
  absoluteSeconds: number;
  /** The warning comes this long before the end. */
  warningSeconds: number;
  /** Where to come back to after signing in again. */
  returnTo: string;
}

interface Left {
  idleSeconds: number;
  absoluteSeconds: number;
}

const SECOND = 1000;

const endOf = (left: Left): number => Math.min(left.idleSeconds, left.absoluteSeconds);

async function ask(method: 'GET' | 'POST'): Promise<Left> {
  const response = await fetch('/session', { method, cache: 'no-store' });
  return (await response.json()) as Left;
}

/** What is left when it is more than `seconds`; null otherwise, and when the server does not answer. */
async function askForMore(method: 'GET' | 'POST', seconds: number): Promise<Left | null> {
  const left = await ask(method).catch(() => null);
  return left && endOf(left) > seconds ? left : null;
}

const words = (seconds: number): string => {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole >= 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${whole} seconds`;
};

/** Typing so recently means that somebody is here. */
const RECENT_MS = 60 * SECOND;

/** Whether a key or the pointer was used in the last minute. */
function useActivity(): () => boolean {
  const lastAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const note = () => {
      lastAt.current = performance.now();
    };
    document.addEventListener('keydown', note);
    document.addEventListener('pointerdown', note);
    return () => {
      document.removeEventListener('keydown', note);
      document.removeEventListener('pointerdown', note);
    };
  }, []);
  return useCallback(() => performance.now() - lastAt.current < RECENT_MS, []);
}

/**
 * Says before a session ends that it will, and lets it go on. Another tab may have prolonged it, and somebody who types is
 * here although nothing is sent: both are looked at before anything is said.
 */
export function SessionWarning({ idleSeconds, absoluteSeconds, warningSeconds, returnTo }: SessionWarningProps) {
  const [left, setLeft] = useState<Left>({ idleSeconds, absoluteSeconds });
  const [seconds, setSeconds] = useState<number | null>(null);
  const isActive = useActivity();
  useEffect(() => {
    const endsAt = performance.now() + endOf(left) * SECOND;
    let asked = false;
    /** The last word is the server's: it may have been prolonged after this page asked. */
    const end = async () => {
      const more = await askForMore('GET', 1);
      if (more) setLeft(more);
      else window.location.assign(`/sign-in?ended=1&returnTo=${encodeURIComponent(returnTo)}`);
    };
    const warn = async (remaining: number) => {
      const isFirst = !asked;
      asked = true;
      const more = isFirst ? await askForMore(isActive() ? 'POST' : 'GET', warningSeconds) : null;
      if (more) setLeft(more);
      else setSeconds(remaining);
    };
    const look = () => {
      const remaining = (endsAt - performance.now()) / SECOND;
      if (remaining > warningSeconds) setSeconds(null);
      else if (remaining > 0) void warn(remaining);
      else void end();
    };
    const timer = setInterval(look, SECOND);
    return () => clearInterval(timer);
  }, [left, warningSeconds, returnTo, isActive]);
  if (seconds === null) return null;
  const canExtend = left.absoluteSeconds > left.idleSeconds;
  const stay = async () => setLeft(await ask('POST'));
  return (
    <div className="banner banner-session" role="alertdialog" aria-label="Your session is about to end">
      <span>
        {canExtend
          ? `Nobody has acted here for a while. You will be signed out in ${words(seconds)}; what you typed and did not send would be lost.`
          : `Sessions last twelve hours. You will be signed out in ${words(seconds)}; send what you typed now.`}
      </span>
      {canExtend && (
        <Button small onClick={() => void stay()}>
          Stay signed in
        </Button>
      )}
    </div>
  );
}
