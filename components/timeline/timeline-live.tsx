'use client';

import { useRouter } from 'next/navigation';
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { nearestInRow, type Place, stepInTime } from './mark-order.ts';

interface TimelineLiveProps {
  plot: ReactNode;
  legend: ReactNode;
  /** The details of every mark, made on the server. */
  panels: { id: string; node: ReactNode }[];
  selected: string | null;
  hint: ReactNode;
}

const MARK = '[data-tl]';

const markOf = (target: EventTarget | null): Element | null => (target instanceof Element ? target.closest(MARK) : null);
const linkOf = (mark: Element | undefined): SVGAElement | null => mark?.querySelector<SVGAElement>('a') ?? null;

const placeOf = (mark: Element): Place => ({
  time: Number(mark.getAttribute('data-tl-time')),
  row: linkOf(mark)?.getBoundingClientRect().top ?? 0,
});

const moveFocus = (root: HTMLElement, from: Element, key: string): boolean => {
  const marks = [...root.querySelectorAll(MARK)];
  const places = marks.map(placeOf);
  const index = marks.indexOf(from);
  const next =
    key === 'ArrowRight'
      ? stepInTime(places, index, 1)
      : key === 'ArrowLeft'
        ? stepInTime(places, index, -1)
        : key === 'ArrowDown'
          ? nearestInRow(places, index, 1)
          : key === 'ArrowUp'
            ? nearestInRow(places, index, -1)
            : null;
  if (next === null) return false;
  linkOf(marks[next])?.focus();
  return true;
};

/** On a narrow screen the plot is wider than its box: begin where the chosen mark or the deadline is. */
const scrollToInterest = (root: HTMLElement): void => {
  const box = root.querySelector('.tl-scroll');
  const target = root.querySelector('.tl-mark-selected, .tl-mark-open') ?? root.querySelector('.tl-lane .tl-mark');
  const link = target === null ? null : linkOf(target);
  if (box === null || link === null || box.scrollWidth <= box.clientWidth) return;
  const names = root.querySelector('.tl-name')?.getBoundingClientRect().width ?? 0;
  box.scrollLeft += link.getBoundingClientRect().left - box.getBoundingClientRect().left - names - 24;
};

const plainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/**
 * What the browser adds to the drawn timeline: details on hover and focus, arrow keys in time order, and links that
 * open in place. Without it every mark is an ordinary link to the same page with the mark selected.
 */
export const TimelineLive = ({ plot, legend, panels, selected, hint }: TimelineLiveProps): ReactElement => {
  const router = useRouter();
  const root = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<{ id: string; whenSelected: string | null } | null>(null);
  const current = shown !== null && shown.whenSelected === selected ? shown.id : selected;

  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const listening = new AbortController();
    const { signal } = listening;
    const show = (event: Event): void => {
      const id = markOf(event.target)?.getAttribute('data-tl');
      if (id !== null && id !== undefined) setShown({ id, whenSelected: selected });
    };
    element.addEventListener('pointerover', show, { signal });
    element.addEventListener('focusin', show, { signal });
    element.addEventListener(
      'click',
      (event) => {
        const mark = markOf(event.target);
        const href = mark === null ? null : (linkOf(mark)?.getAttribute('href') ?? null);
        if (href === null || !plainClick(event)) return;
        event.preventDefault();
        router.push(href, { scroll: false });
      },
      { signal },
    );
    element.addEventListener(
      'keydown',
      (event) => {
        const mark = markOf(event.target);
        if (mark !== null && moveFocus(element, mark, event.key)) event.preventDefault();
      },
      { signal },
    );
    return () => listening.abort();
  }, [router, selected]);

  useEffect(() => {
    if (root.current !== null) scrollToInterest(root.current);
  }, []);

  return (
    <>
      <section className="tl-panel" aria-label="Plot">
        <div ref={root}>{plot}</div>
        {legend}
      </section>
      <section className="tl-panel tl-detail" aria-label="Details of the chosen event">
        {panels.find(({ id }) => id === current)?.node ?? hint}
      </section>
    </>
  );
};
