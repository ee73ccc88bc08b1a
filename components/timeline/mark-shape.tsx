import type { ReactElement } from 'react';
import { kindRules, type Shape } from './kinds.ts';
import type { TimelineItem } from './types.ts';

/** Drawn around 0,0 and about 14 px wide; equal in weight to the eye rather than in size. */
const shapes: Record<Shape, ReactElement> = {
  circle: <circle r="6.5" />,
  square: <rect x="-6.2" y="-6.2" width="12.4" height="12.4" rx="1.8" />,
  diamond: <path d="M0-7.8 7.8 0 0 7.8-7.8 0Z" />,
  triangle: <path d="M0-7.2 7.4 5.8H-7.4Z" />,
  hexagon: <path d="M-3.9-6.8H3.9L7.8 0 3.9 6.8H-3.9L-7.8 0Z" />,
  star: <path d="M0-8.4 2.2-2.9 8-2.6 3.5 1.1 5 6.8 0 3.6-5 6.8-3.5 1.1-8-2.6-2.2-2.9Z" />,
  ring: (
    <>
      <circle r="6.5" />
      <circle className="tl-core" r="2.4" />
    </>
  ),
  notch: <rect x="-3" y="-9" width="6" height="18" rx="3" />,
  pentagon: <path d="M0-7.8 7.4-2.4 4.6 6.3H-4.6L-7.4-2.4Z" />,
  flag: <path d="M-4.5 8V-7.5H6.5L3.4-3.4 6.5.8H-4.5" />,
};

/** The shape of an item's kind; hollow for a letter whose counting as an answer is not settled. */
export const MarkShape = ({ item, later }: { item: Pick<TimelineItem, 'kind' | 'counts'>; later?: boolean }): ReactElement => {
  const hollow = item.kind === 'reply' && item.counts !== undefined && item.counts !== 'yes';
  const classes = ['tl-shape', `tl-kind-${item.kind}`, hollow ? 'tl-hollow' : '', later === true ? 'tl-later' : ''];
  return <g className={classes.filter(Boolean).join(' ')}>{shapes[kindRules[item.kind].shape]}</g>;
};
