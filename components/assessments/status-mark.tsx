import type { ReactNode } from 'react';
import type { Status } from '#lib/domain/status.ts';
import { statusRules } from '#lib/domain/status.ts';

const ring = <circle cx="8" cy="8" r="6.2" className="mark-line" />;
const square = <rect x="2" y="2" width="12" height="12" rx="2.4" className="mark-line" />;
const diamond = 'M8 1.2L14.8 8L8 14.8L1.2 8z';

/**
 * One shape per status, told apart without color: circles fill up while work proceeds, findings are solid
 * or square, closures are crossed, framed or turned away.
 */
const shapes: Record<Status, ReactNode> = {
  not_started: <circle cx="8" cy="8" r="6.2" className="mark-line mark-dashed" />,
  requested: (
    <>
      {ring}
      <path d="M8 8V1.8A6.2 6.2 0 0 1 14.2 8Z" className="mark-fill" />
    </>
  ),
  submitted: (
    <>
      {ring}
      <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4Z" className="mark-fill" />
    </>
  ),
  under_review: (
    <>
      {ring}
      <path d="M8 8V1.8A6.2 6.2 0 1 1 1.8 8Z" className="mark-fill" />
    </>
  ),
  info_requested: (
    <>
      {ring}
      <path d="M4.9 8h.01M8 8h.01M11.1 8h.01" className="mark-dots" />
    </>
  ),
  met: (
    <>
      <circle cx="8" cy="8" r="7" className="mark-fill" />
      <path d="M4.7 8.3l2.3 2.3 4.4-4.9" className="mark-cut" />
    </>
  ),
  partly_met: (
    <>
      {square}
      <path d="M2.2 13.8V4.4A2.2 2.2 0 0 1 4.4 2.2H13.8Z" className="mark-fill" />
    </>
  ),
  not_met: (
    <>
      <rect x="1.3" y="1.3" width="13.4" height="13.4" rx="2.6" className="mark-fill" />
      <path d="M4.6 8h6.8" className="mark-cut" />
    </>
  ),
  unable_to_determine: (
    <>
      <path d={diamond} className="mark-line" />
      <path d="M6.4 6.6a1.7 1.7 0 1 1 2.3 1.6c-.5.2-.7.5-.7 1M8 11.1h.01" className="mark-line" />
    </>
  ),
  waived: (
    <>
      {square}
      <path d="M5.2 8.3l2 2 3.7-4.2" className="mark-line" />
    </>
  ),
  not_applicable: (
    <>
      {ring}
      <path d="M3.7 12.3l8.6-8.6" className="mark-line" />
    </>
  ),
  withdrawn: (
    <>
      {square}
      <path d="M11 8H5.2M7.6 5.4L5 8l2.6 2.6" className="mark-line" />
    </>
  ),
};

export interface StatusMarkProps {
  status: Status;
  /** In pixels; 16 in text. */
  size?: number | undefined;
}

/** The mark of a status. Its word stands beside it, so the mark itself is silent. */
export function StatusMark({ status, size = 16 }: StatusMarkProps) {
  return (
    <svg className={`mark tone-${statusRules[status].tone}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[status]}
    </svg>
  );
}
