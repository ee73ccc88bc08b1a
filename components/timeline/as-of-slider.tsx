'use client';

import { useRouter } from 'next/navigation';
import { type ReactElement, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import './timeline.css';
import { formatIso, parseDay, spellDay } from './day.ts';
import type { LocalDate } from './types.ts';

export interface AsOfSliderProps {
  /** Path of the page, without a query. */
  action: string;
  /** Name of the search parameter that holds the day. */
  param: string;
  /** Other search parameters, to be kept; empty ones are dropped. */
  keep: Record<string, string | null | undefined>;
  from: LocalDate;
  to: LocalDate;
  value: LocalDate;
  today: LocalDate;
  /** True when nothing is rewound. */
  live: boolean;
  jumps?: { label: string; href: string }[] | undefined;
}

const never = (): (() => void) => () => undefined;
const clamp = (day: number, least: number, most: number): number => Math.min(Math.max(day, least), most);

const queryOf = (keep: AsOfSliderProps['keep']): URLSearchParams => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(keep)) if (typeof value === 'string' && value !== '') query.set(name, value);
  return query;
};

/** A plain form: what stands there before, or without, JavaScript. */
const DateForm = ({ action, param, keep, value, today }: AsOfSliderProps): ReactElement => {
  const id = useId();
  return (
    <form className="tl-asof-form" action={action} method="get">
      {[...queryOf(keep)].map(([name, kept]) => (
        <input key={name} type="hidden" name={name} value={kept} />
      ))}
      <label htmlFor={id}>As of</label>
      <input key={value} id={id} type="date" name={param} defaultValue={value} max={today} />
      <button type="submit">Show</button>
    </form>
  );
};

const Slider = ({ action, param, keep, from, to, value, today, live }: AsOfSliderProps): ReactElement => {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const most = Math.min(parseDay(to), parseDay(today));
  const least = Math.min(parseDay(from), most);
  const origin = `${value} ${from} ${to}`;
  const [held, setHeld] = useState<{ day: number; origin: string } | null>(null);
  // Going back in the browser must not bring the handle's last place back with it.
  if (held !== null && held.origin !== origin) setHeld(null);
  const moved = held !== null && held.origin === origin;
  const day = moved ? held.day : clamp(parseDay(value), least, most);
  const id = useId();
  const query = queryOf(keep).toString();

  useEffect(() => {
    // React's onChange fires on every move; the browser's own event only when the hand or the key comes to rest.
    const element = input.current;
    if (element === null) return;
    const listening = new AbortController();
    const go = (): void => {
      const next = new URLSearchParams(query);
      next.set(param, formatIso(Number(element.value)));
      router.push(`${action}?${next.toString()}`, { scroll: false });
    };
    element.addEventListener('change', go, { signal: listening.signal });
    return () => listening.abort();
  }, [router, action, param, query]);

  const inReach = parseDay(value) >= least && parseDay(value) <= most;
  const shown = moved || inReach ? spellDay(day) : spellDay(parseDay(value));
  return (
    <span className="tl-range">
      <label htmlFor={id}>{live && !moved ? 'Now' : 'As of'}</label>
      <input
        ref={input}
        id={id}
        type="range"
        min={least}
        max={most}
        step={1}
        value={day}
        aria-valuetext={shown}
        onChange={(event) => setHeld({ day: event.currentTarget.valueAsNumber, origin })}
      />
      <output htmlFor={id}>{shown}</output>
    </span>
  );
};

/** Rewinds the page to a day: a range over the days in view, or a date field where there is no JavaScript. */
export const AsOfSlider = (props: AsOfSliderProps): ReactElement => {
  const hydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <div className="tl-asof">
      {hydrated && <Slider {...props} />}
      <DateForm {...props} />
      {props.jumps !== undefined && (
        <span className="tl-jumps">
          {props.jumps.map(({ label, href }) => (
            <AppLink key={label} href={href}>
              {label}
            </AppLink>
          ))}
        </span>
      )}
    </div>
  );
};
