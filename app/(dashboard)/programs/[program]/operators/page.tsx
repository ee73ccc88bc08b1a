import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { AddOperatorForm } from '#components/bodies/body-forms.tsx';
import { OperatorCard } from '#components/record/operator-card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { listOperators } from '#lib/operations/list-operators.ts';
import { forPage, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { addOperatorAction } from '../../../_actions/body-actions.ts';
import { ProgramFrame } from '../../../_components/program-frame.tsx';
import { askedText, dependsText } from './_components/operator-words.ts';
import { OwnAssessments } from './_components/own-assessments.tsx';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Operators' };

export default async function OperatorsPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const path = `/programs/${slug}/operators`;
  const search = await searchParams;
  const view = await openProgramPage(slug, search, path);
  const { items, organizations } = await forPage(path, () => listOperators(view.context, slug, { asOf: view.asOf, knownAt: view.knownAt }));
  return (
    <ProgramFrame view={view} current="operators" path={path}>
      <PageHeader title="Operators">
        <p>
          The bodies that run the jails and other places where the applicants book the people they arrest. A condition on a jail is theirs
          to act on.
        </p>
      </PageHeader>
      {param(search, 'done') !== '' && <Notice kind="info" title="Recorded." role="status" />}
      <div className="stack">
        <OwnAssessments view={view} path={path} search={search} />
        {organizations.length > 0 && (
          <Panel label="Add an operator">
            <AddOperatorForm
              action={addOperatorAction.bind(null, slug)}
              idempotencyKey={randomUUID()}
              keepHref={path}
              organizations={organizations.map((item) => ({ value: item.id, label: item.name }))}
            />
          </Panel>
        )}
        {items.length === 0 && <EmptyState title="No operator is on record at this moment." />}
        {items.map((operator) => (
          <OperatorCard
            key={operator.id}
            name={operator.name}
            href={`${path}/${operator.id}${view.momentQuery}`}
            level={operator.level}
            state={operator.state}
            facilities={operator.facilities}
            applicants={operator.applicants.map(({ applicationId, name }) => ({
              id: applicationId,
              name,
              href: `/programs/${slug}/applications/${applicationId}${view.momentQuery}`,
            }))}
            dependsText={dependsText(operator.dependents.length)}
            askedText={askedText(operator.asked)}
          />
        ))}
      </div>
    </ProgramFrame>
  );
}
