import { FlagTag } from '#components/assessments/flag-tag.tsx';
import { StatusLabel } from '#components/assessments/status-label.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/form-fields.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { formatDate } from '#lib/domain/time.ts';
import { listAssessments } from '#lib/operations/list-assessments.ts';
import { forPage, href, type PageView, param, type SearchParams } from '#lib/server/page.ts';

interface Props {
  view: PageView;
  path: string;
  search: SearchParams;
}

/** What operators are assessed on themselves, found by name. Nothing until one assessment is open. */
export async function OwnAssessments({ view, path, search }: Props) {
  const { slug } = view.program;
  const q = param(search, 'q').trim();
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const query = { ...moment, subject: 'operator' as const, q, cursor: param(search, 'cursor') };
  const { items, nextCursor } = await forPage(path, () => listAssessments(view.context, slug, query));
  if (items.length === 0 && q === '') return null;
  return (
    <Panel label="Assessments of operators" id="assessments" flush>
      <form method="get" action={path} className="tools" aria-label="Find an operator">
        <h2>Assessments of operators</h2>
        <span className="bar-space" />
        {Object.entries(moment).map(([name, value]) => value !== '' && <input key={name} type="hidden" name={name} value={value} />)}
        <TextField name="q" label="Operator" type="search" defaultValue={q} fieldClassName="mt-0" />
        <Button type="submit">Find</Button>
        {q && <AppLink href={href(path, moment)}>Start over</AppLink>}
      </form>
      {items.length === 0 ? (
        <p className="muted panel-padded">No operator of this name has an assessment of its own.</p>
      ) : (
        <Table caption="Assessments of operators">
          <thead>
            <tr>
              <ColumnHead>Operator</ColumnHead>
              <ColumnHead>Condition</ColumnHead>
              <ColumnHead>Status</ColumnHead>
              <ColumnHead>Answers due</ColumnHead>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id}>
                <th scope="row">
                  <AppLink href={`${path}/${item.subject.id}${view.momentQuery}`}>{item.subject.name}</AppLink>
                </th>
                <Cell label="Condition">{item.condition.title}</Cell>
                <Cell label="Status">
                  <AppLink className="status-link" href={`/assessments/${item.id}${view.momentQuery}`}>
                    <StatusLabel status={item.status} />
                  </AppLink>
                  {item.flags.map((flag) => (
                    <FlagTag key={flag} flag={flag} />
                  ))}
                </Cell>
                <Cell label="Answers due">{item.dueOn ? formatDate(item.dueOn, 'long') : <span className="muted">not asked</span>}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {nextCursor && (
        <Pagination nextHref={href(path, { ...moment, q, cursor: nextCursor })} text={`${items.length} assessments on this page`} />
      )}
    </Panel>
  );
}
