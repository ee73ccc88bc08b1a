import type { Metadata } from 'next';
import { LetterText } from '#components/letters/letter-text.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { getLetter } from '#lib/operations/get-letter.ts';
import { forPage, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../../../../_components/program-frame.tsx';

export const metadata: Metadata = { title: 'Letter' };

interface Props {
  params: Promise<{ program: string; request: string; recipient: string }>;
  searchParams: Promise<SearchParams>;
}

/** The letter as it went out: on paper it stands alone, with what became of it. */
export default async function LetterPage({ params, searchParams }: Props) {
  const { program: slug, request, recipient } = await params;
  const base = `/programs/${slug}/requests`;
  const path = `${base}/${request}/letters/${recipient}`;
  const view = await openProgramPage(slug, await searchParams, path);
  const { letter } = await forPage(base, () => getLetter(view.context, request, recipient, view.program.id));
  return (
    <ProgramFrame view={view} current="letters" path={path} timeless>
      <div className="no-print letter-tools">
        <Breadcrumbs
          items={[
            { label: 'Letters', href: base },
            { label: letter.title, href: `${base}/${request}` },
          ]}
        />
        <a className="btn" href={`${path}/download`} download>
          Download as a Word document
        </a>
      </div>
      {letter.standing && <Notice kind="attention" title={letter.standing} />}
      <article className="letter-paper" aria-label={`Letter to ${letter.addressee}`}>
        <LetterText heading="h1" subject={letter.subject} blocks={letter.blocks} />
      </article>
    </ProgramFrame>
  );
}
