import type { ReactElement, ReactNode } from 'react';
import { PLOT_WIDTH } from './rows.ts';

/** Positions across are per cent, so the plot stretches with its box while words and shapes keep their size. */
export const percent = (x: number): string => `${((x / PLOT_WIDTH) * 100).toFixed(3)}%`;

/** Moves what is only for the eye to a place in the plot; `x` is a length in the unit given, such as "25%". */
export const At = ({ x = '0', y = 0, children }: { x?: string; y?: number; children: ReactNode }): ReactElement => (
  <svg x={x} y={y} overflow="visible" aria-hidden="true">
    {children}
  </svg>
);
