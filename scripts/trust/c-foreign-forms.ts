/** C2, forms: the fields that take an id, and for each the action that reads it with an id of another program. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addOperator } from '#lib/operations/add-operator.ts';
import { invitePerson } from '#lib/operations/invite-person.ts';
import { openOperatorAssessmentAct } from '#lib/operations/open-operator-assessment.ts';
import { ROOT } from '../lib/paths.ts';
import { deadlineForms } from './c-deadlines.ts';
import { evidenceForms } from './c-evidence-fields.ts';
import { bodyForms, organizationForms } from './c-foreign-bodies.ts';
import type { Stage } from './http/stage.ts';
import { DISPUTE, letterForms } from './letter-writers.ts';

const FIELD = /fields?\(data, '([\w.]*Ids?)'\)/g;

/** The fields of forms that take an id, from the files that read them. */
export function formFields(): string[] {
  const files = readdirSync(join(ROOT, 'app'), { recursive: true, encoding: 'utf8' }).filter((file) => /actions?\.ts$/.test(file));
  const names = files.flatMap((file) => [...readFileSync(join(ROOT, 'app', file), 'utf8').matchAll(FIELD)].map((match) => match[1] ?? ''));
  return [...new Set(names)];
}

export interface Strange {
  session: string;
  token: string;
  membership: string;
  invitation: string;
  /** Takes part in the other program, and stands nowhere in one's own. */
  organization: string;
  /** Of the other program. */
  condition: string;
  /** Of another applicant. */
  booking: string;
}

/** Things of people and programs that the administrator of one program has nothing to do with. */
export async function strangeThings(stage: Stage): Promise<Strange> {
  const { owner, people, other, own } = stage;
  const invitation = await invitePerson(stage.contextOf(people.elsewhere), other.slug, { roles: ['viewer'] });
  const context = stage.contextOf(people.elsewhere);
  const { operatorId: organization } = await addOperator(context, other.slug, { name: 'A body elsewhere', level: 'county' });
  const { rows } = await owner.query<Omit<Strange, 'invitation' | 'organization'>>(
    `SELECT (SELECT id FROM session WHERE user_id = $1 LIMIT 1) AS session,
       (SELECT id FROM api_token WHERE prefix = $2) AS token,
       (SELECT id FROM membership WHERE principal_id = $3 LIMIT 1) AS membership,
       (SELECT id FROM condition WHERE program_id = $4 LIMIT 1) AS condition,
       (SELECT id FROM booking_relation WHERE organization_id <> $5 AND superseded_at IS NULL LIMIT 1) AS booking`,
    [people.elsewhere.userId, people.elsewhere.token?.split('_')[1], people.elsewhere.principalId, other.programId, own.organizationId],
  );
  const [found] = rows;
  if (!found || Object.values(found).includes(null as never)) throw new Error('Nothing strange was found.');
  await openOperatorAssessmentAct(context, other.slug, { operatorId: organization, conditionId: found.condition });
  return { ...found, organization, invitation: invitation.id };
}

export interface FormCase {
  action: string;
  form: Record<string, string>;
  as?: 'admin' | 'approver' | 'counsel' | 'contributor';
  /** What the page binds to the action besides the program. */
  thing?: string;
}

/** By the field of a form: the actions that read it, and what else the form says. */
export const forms: Record<string, (stage: Stage, strange: Strange) => FormCase | FormCase[]> = {
  ...bodyForms,
  ...letterForms,
  sessionId: (_stage, { session }) => ({ action: 'endOwnSessionAction', form: { sessionId: session } }),
  tokenId: (_stage, { token }) => ({ action: 'revokeTokenAction', as: 'admin', form: { tokenId: token } }),
  membershipId: (_stage, { membership }) => ({ action: 'revokeRoleAction', as: 'admin', form: { membershipId: membership } }),
  invitationId: (_stage, { invitation }) => ({ action: 'revokeInvitationAction', as: 'admin', form: { invitationId: invitation } }),
  organizationId: ({ own, people }, { organization }) => [
    { action: 'inviteAction', as: 'admin', form: { roles: 'contributor', organizationId: organization, days: '7' } },
    {
      action: 'grantRoleAction',
      as: 'admin',
      thing: people.viewer.principalId,
      form: { role: 'contributor', organizationId: organization },
    },
    { action: 'openDisputeAction', form: { ...DISPUTE, assessmentId: own.openAssessment, organizationId: organization } },
    ...organizationForms(organization),
  ],
  changeId: ({ other }) => ({ action: 'decideRuleAction', as: 'approver', form: { changeId: other.change, decision: 'approve' } }),
  assessmentId: ({ other }) => ({ action: 'noteAction', form: { assessmentId: other.assessment, body: 'A note.' } }),
  proposalId: ({ other }) => ({
    action: 'decisionAction',
    as: 'approver',
    form: { proposalId: other.proposal, decision: 'approve', version: '1' },
  }),
  applicationId: ({ own, other }) => ({
    action: 'recordLetterAction',
    form: { applicationId: other.application, url: 'https://example.gov/x', counts: 'no', [`answers.${own.condition}.answer`]: 'yes' },
  }),
  ...deadlineForms,
  assigneeId: ({ own, people }) => ({
    action: 'assignAction',
    form: { assessmentId: own.openAssessment, assigneeId: people.elsewhere.principalId },
  }),
  ...evidenceForms,
  evidenceIds: ({ own, other }) => ({
    action: 'nextStepAction',
    form: {
      assessmentId: own.openAssessment,
      to: 'under_review',
      reason: 'Late.',
      'details.under_review.reminders': 'x',
      evidenceIds: other.evidence,
    },
  }),
};
