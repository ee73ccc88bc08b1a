'use client';

import { useEffect, useRef } from 'react';
import type { FormState } from './form-state.ts';
import { Notice } from './notice.tsx';

/** The answer to a form that was refused, at its top, with a link to each field that needs a look. */
export function FormProblems({ state, labels = {} }: { state: FormState | null; labels?: Record<string, string> | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const attempt = state?.attempt;
  useEffect(() => {
    if (attempt) box.current?.querySelector<HTMLElement>('[role=alert]')?.focus();
  }, [attempt]);
  if (!state || state.outcome === 'conflict') return null;
  const fields = Object.entries(state.fieldErrors);
  return (
    <div ref={box}>
      <Notice kind={state.outcome === 'done' ? 'info' : 'error'} title={state.title} role="alert">
        {state.detail && <p>{state.detail}</p>}
        {fields.length > 0 && (
          <ul className="bullets">
            {fields.map(([name, message]) => (
              <li key={name}>
                <a href={`#${name}`}>{labels[name] ? `${labels[name]}: ${message}` : message}</a>
              </li>
            ))}
          </ul>
        )}
      </Notice>
    </div>
  );
}
