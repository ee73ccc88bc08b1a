import type { Conflict, ConflictSide } from '#components/ui/form-state.ts';
import { statusRules } from '#lib/domain/status.ts';
import { formatInstant } from '#lib/domain/time.ts';
import type { Context } from '#lib/operations/context.ts';
import { listAssessmentEvents } from '#lib/operations/list-assessment-events.ts';
import { getAssessment } from '#lib/operations/load-assessment.ts';

/** Both versions of a change that came second: what stands now and by whom, beside what this person was about to record. */
export async function conflictOf(context: Context, assessmentId: string, mine: Omit<ConflictSide, 'who'>): Promise<Conflict> {
  const { row, home } = await getAssessment(context, assessmentId);
  const { items } = await listAssessmentEvents(context, assessmentId, { limit: 1000 });
  const last = items[items.length - 1];
  return {
    currentVersion: row.version,
    mine: { ...mine, who: 'You, not recorded' },
    theirs: {
      title: statusRules[row.status].label,
      who: last ? `${last.actor.name}, ${formatInstant(last.recordedAt, home.program.zone)}` : '',
      lines: [
        { term: 'Reason', detail: last?.reason ?? 'none given' },
        { term: 'Effective', detail: last ? formatInstant(last.effectiveAt, home.program.zone) : '' },
      ],
    },
  };
}
