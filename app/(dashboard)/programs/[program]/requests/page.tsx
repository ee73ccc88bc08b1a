import type { Metadata } from 'next';
import { RequestTable } from '#components/letters/request-table.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { listRequests } from '#lib/operations/list-requests.ts';
import { forPage, href, mayWrite, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { LettersFrame } from './_components/letters-frame.tsx';

export const metadata: Metadata = { title: 'Letters sent' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function RequestsPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const path = `/programs/${slug}/requests`;
  const view = await openProgramPage(slug, await searchParams, path);
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const { items } = await forPage(path, () => listRequests(view.context, slug, moment));
  const sends = mayWrite(view, 'send_request');
  return (
    <LettersFrame
      view={view}
      current="sent"
      path={path}
      title="Letters"
      lead="What was asked of whom, and by when. A recipient has answered when a letter that counts speaks to every question that is tracked."
      aside={
        sends && (
          <ButtonLink variant="primary" href={`${path}/new`}>
            Send a letter
          </ButtonLink>
        )
      }
    >
      {items.length === 0 ? (
        <EmptyState title="No letter on record at this moment." />
      ) : (
        <Panel label="Letters sent" flush>
          <RequestTable
            rows={items.map((item) => ({
              ...item,
              href: href(`${path}/${item.id}`, moment),
              shown: (state) => href(`${path}/${item.id}`, { ...moment, show: state }),
            }))}
          />
        </Panel>
      )}
    </LettersFrame>
  );
}
