import type { ReactNode } from 'react';
import { Details } from '#components/ui/details.tsx';

/** How a date came about, one sentence a step; `children` follow the steps, for example the sources. */
export function DueSteps({ steps, children }: { steps: readonly string[]; children?: ReactNode }) {
  return (
    <Details summary="how this date came about">
      <ol className="steps-list">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {children}
    </Details>
  );
}
