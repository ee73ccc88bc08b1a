import type { Metadata } from 'next';
import { ConditionCard } from '#components/record/condition-card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { getConditions } from '#lib/operations/get-conditions.ts';
import { forPage, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../_components/program-frame.tsx';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Conditions' };

const NOT_STATED = 'Not stated in the part of the letter that was read.';

export default async function ConditionsPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const path = `/programs/${slug}/conditions`;
  const view = await openProgramPage(slug, await searchParams, path);
  const { conditions } = await forPage(path, () => getConditions(view.context, slug, { asOf: view.asOf, knownAt: view.knownAt }));
  const tracked = conditions.filter((condition) => condition.tracked).length;
  return (
    <ProgramFrame view={view} current="conditions" path={path}>
      <PageHeader title="Conditions">
        <p>
          {conditions.length} {conditions.length === 1 ? 'condition is' : 'conditions are'} on record, {tracked} tracked. Each card gives
          the wording and, as far as it is stated, the five parts of a notice under 2 CFR 200.208: nature, reason, the action that removes
          it, time allowed, and how to ask for reconsideration.
        </p>
      </PageHeader>
      <div className="stack">
        {conditions.map((condition) => (
          <ConditionCard
            key={condition.ref}
            condition={{
              ...condition,
              nature: condition.nature ?? NOT_STATED,
              reason: condition.reason ?? NOT_STATED,
              actionRequired: condition.actionRequired ?? NOT_STATED,
              timeAllowed: condition.timeAllowed ?? NOT_STATED,
              reconsideration: condition.reconsideration ?? NOT_STATED,
            }}
          />
        ))}
      </div>
    </ProgramFrame>
  );
}
