import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { CountingForm } from '#components/letters/counting-form.tsx';
import { ReceivedList } from '#components/letters/received-list.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { COUNTS, countsLabels } from '#lib/domain/answer.ts';
import type { ReceivedLetter } from '#lib/domain/letter.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { listResponses } from '#lib/operations/list-responses.ts';
import { forPage, href, mayWrite, openProgramPage, type PageView, param, type SearchParams } from '#lib/server/page.ts';
import { countingAction } from '../../../../_actions/request-actions.ts';
import { LettersFrame } from '../_components/letters-frame.tsx';

export const metadata: Metadata = { title: 'Letters received' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ReceivedPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/requests/received`;
  const view = await openProgramPage(slug, search, path);
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const counts = COUNTS.find((value) => value === param(search, 'counts'));
  const cursor = param(search, 'cursor') || undefined;
  const list = await forPage(path, () => listResponses(view.context, slug, { ...moment, counts, cursor }));
  const records = mayWrite(view, 'record_letter');
  return (
    <LettersFrame
      view={view}
      current="received"
      path={path}
      params={counts ? { counts } : {}}
      title="Letters"
      lead="What came in, what each says on each question, and whether it counts as an answer. What was said is not what was found."
      done={param(search, 'done')}
      aside={
        records && (
          <ButtonLink variant="primary" href={`/programs/${slug}/letters/new`}>
            Record a letter
          </ButtonLink>
        )
      }
    >
      <div className="row tools">
        <Chip href={href(path, moment)} current={!counts}>
          All
        </Chip>
        {COUNTS.map((value) => (
          <Chip key={value} href={href(path, { ...moment, counts: value })} current={value === counts}>
            {countsLabels[value]}
          </Chip>
        ))}
      </div>
      <div className="stack">
        {list.items.length === 0 && <EmptyState title="No letter on record here." />}
        <ReceivedList
          momentQuery={view.momentQuery}
          rows={list.items.map((item) => ({
            ...item,
            fromHref: fromHref(view, item),
            decisions: decisionsOf(view, item),
            form: records && (
              <CountingForm
                action={countingAction.bind(null, slug)}
                idempotencyKey={randomUUID()}
                keepHref={path}
                responseId={item.id}
                from={item.from.name}
                counts={item.counts}
              />
            ),
          }))}
        />
        {list.nextCursor && (
          <p>
            <AppLink href={href(path, { ...moment, counts, cursor: list.nextCursor })}>Earlier letters</AppLink>
          </p>
        )}
      </div>
    </LettersFrame>
  );
}

const fromHref = ({ program, momentQuery }: PageView, { from }: ReceivedLetter): string =>
  `/programs/${program.slug}/${from.href.kind === 'application' ? 'applications' : 'operators'}/${from.href.id}${momentQuery}`;

const decisionsOf = ({ program }: PageView, { decisions }: ReceivedLetter) =>
  decisions.map(({ was, counts, by, at, reason }) => ({
    text: `${countsLabels[counts]} (before: ${countsLabels[was].toLowerCase()}). ${by}, ${formatInstant(at, program.zone)}`,
    reason,
  }));
