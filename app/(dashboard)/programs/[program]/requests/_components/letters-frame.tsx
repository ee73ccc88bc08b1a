import type { ReactNode } from 'react';
import { type LettersKey, LettersNav } from '#components/letters/letters-nav.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { doneText, mayDo, type PageView } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../../_components/program-frame.tsx';

const DONE: Record<string, string> = {
  sent: 'Recorded as sent.',
  rescinded: 'Recorded: the letter was rescinded.',
  saved: 'The template is saved.',
  counted: 'The decision is recorded.',
};

export interface LettersFrameProps {
  view: PageView;
  current: LettersKey;
  path: string;
  params?: Record<string, string>;
  title: string;
  lead: ReactNode;
  aside?: ReactNode;
  /** What was done just now. */
  done?: string;
  children: ReactNode;
}

/** What the pages of letters share: their title and the way between them. */
export function LettersFrame({ view, current, path, params = {}, title, lead, aside, done = '', children }: LettersFrameProps) {
  const { program, momentQuery } = view;
  const said = doneText({ done }, DONE);
  return (
    <ProgramFrame view={view} current="letters" path={path} params={params}>
      {said && <Notice title={said} role="status" />}
      <PageHeader title={title} aside={aside}>
        <p className="page-lead">{lead}</p>
      </PageHeader>
      <LettersNav
        base={`/programs/${program.slug}/requests`}
        current={current}
        momentQuery={momentQuery}
        sends={mayDo(view, 'send_request')}
      />
      {children}
    </ProgramFrame>
  );
}
