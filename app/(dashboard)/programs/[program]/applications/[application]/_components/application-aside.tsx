import { DecisionPanel } from '#components/assessments/decision-panel.tsx';
import { EligibilityPanel } from '#components/assessments/eligibility-panel.tsx';
import { FacilityList } from '#components/record/facility-list.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { EligibilityBasis } from '#lib/domain/eligibility.ts';
import { statusRules } from '#lib/domain/status.ts';
import { InviteLink } from '../../../_components/invite-link.tsx';
import { facilityInWords } from '../../../operators/_components/operator-words.ts';
import { ApplicantFacts } from './applicant-facts.tsx';
import type { ApplicationPartProps } from './application-main.tsx';

/** What the conditions add up to, what the funder decided, where people are booked, and the place itself. */
export function ApplicationAside({ data, view }: ApplicationPartProps) {
  const { application, eligibility, facilities } = data;
  return (
    <>
      {eligibility && (
        <EligibilityPanel
          verdict={eligibility.verdict}
          basis={eligibility.basis.map((item) => ({
            conditionRef: item.conditionRef,
            title: item.title,
            status: item.status,
            href: `/assessments/${item.assessmentId}${view.momentQuery}`,
            note: remarkOn(item),
          }))}
        />
      )}
      <DecisionPanel decisions={application.decisions} title="Department's decision" />
      {(application.letterOnRecord || facilities.length > 0) && (
        <Panel title="Where it books people">
          <FacilityList
            facilities={facilities.map(facilityInWords)}
            operatorHref={(id) => `/programs/${view.program.slug}/operators/${id}${view.momentQuery}`}
          />
        </Panel>
      )}
      <ApplicantFacts data={data} />
      <InviteLink view={view} organizationId={application.organization.id} />
    </>
  );
}

/** Only what the status does not say by itself: left out, or an outcome that has lapsed. */
function remarkOn({ countsAs, status, why }: EligibilityBasis): string | null {
  const plain = countsAs !== 'left_out' && (countsAs !== 'open' || statusRules[status].group === 'open');
  return plain ? null : why;
}
