import { randomUUID } from 'node:crypto';
import { ButtonLink } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { ColumnSort } from '#components/ui/table.tsx';
import { href, mayDo, mayWrite, type PageView } from '#lib/server/page.ts';
import { practiceCopyAction } from '../actions.ts';

const DAYS = ['2017-08-10', '2017-08-18'];

function filters(view: PageView) {
  const past = view.program.recordBasis === 'public_sources' ? 'no_answer_found' : 'overdue';
  return [
    { label: 'All', params: {} },
    { label: 'No answer on record', params: { status: 'requested,info_requested' } },
    { label: 'Answer received', params: { status: 'submitted' } },
    { label: 'Due soon', params: { flag: 'due_soon' } },
    { label: 'Due date passed', params: { flag: past } },
  ];
}

/** Record a letter first, then filters, jumps to a day, export and practice copy. */
export function DashboardTools({ view, kept }: { view: PageView; kept: Record<string, string> }) {
  const { program, moment } = view;
  const path = `/programs/${program.slug}`;
  const at = { asOf: view.asOf, knownAt: view.knownAt };
  const { sort, ...filter } = kept;
  const isCurrent = (params: Record<string, string>) => JSON.stringify(Object.entries(params)) === JSON.stringify(Object.entries(filter));
  const builtIn = (program.copyOf ?? program.slug) === 'psp-2017';
  return (
    <>
      {mayWrite(view, 'record_letter') && (
        <ButtonLink variant="primary" href={`${path}/letters/new`}>
          Record a letter
        </ButtonLink>
      )}
      {filters(view).map(({ label, params }) => (
        <Chip key={label} href={href(path, { ...params, sort, ...at })} current={isCurrent(params)}>
          {label}
        </Chip>
      ))}
      <span className="bar-space" />
      {builtIn && (
        <Segmented
          label="Jump to a day"
          items={[
            ...DAYS.map((day) => ({
              label: `Aug ${day.slice(8)}`,
              href: href(path, { ...kept, asOf: day, knownAt: view.knownAt }),
              current: view.asOf === day,
            })),
            { label: 'Today', href: href(path, kept), current: moment.live },
          ]}
        />
      )}
      {mayDo(view, 'export') && (
        <ButtonLink href={href(`/api/v1/programs/${program.slug}/report.csv`, { ...kept, ...at })}>Export CSV</ButtonLink>
      )}
      {program.kind === 'record' && mayWrite(view, 'make_practice_copy') && (
        <form action={practiceCopyAction}>
          <input type="hidden" name="program" value={program.slug} />
          <input type="hidden" name="idempotencyKey" value={randomUUID()} />
          <SubmitButton variant="secondary" pendingLabel="Copying…">
            Make a practice copy
          </SubmitButton>
        </form>
      )}
    </>
  );
}

/** Sorting by name, due date or last change; a second press turns it round. */
export function sortLinks(view: PageView, kept: Record<string, string>): Record<string, ColumnSort> {
  const path = `/programs/${view.program.slug}`;
  const current = kept.sort ?? 'applicant';
  const next = current === 'applicant' ? '-applicant' : 'applicant';
  const direction = current === 'applicant' ? 'ascending' : current === '-applicant' ? 'descending' : null;
  return { applicant: { href: href(path, { ...kept, sort: next, asOf: view.asOf, knownAt: view.knownAt }), direction } };
}
