/** C2, forms: the fields that take an id, and for each the action that reads it with an id of another program. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { invitePerson } from '#lib/operations/invite-person.ts';
import { ROOT } from '../lib/paths.ts';
import { deadlineForms } from './c-deadlines.ts';
import { evidenceForms } from './c-evidence-fields.ts';
import type { Stage } from './http/stage.ts';
import { letterForms } from './letter-writers.ts';

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
  organization: string;
}

/** Things of people and programs that the administrator of one program has nothing to do with. */
export async function strangeThings(stage: Stage): Promise<Strange> {
  const { owner, people, other, own } = stage;
  const invitation = await invitePerson(stage.contextOf(people.elsewhere), other.slug, { roles: ['viewer'] });
  const { rows } = await owner.query<Strange>(
    `SELECT (SELECT id FROM session WHERE user_id = $1 LIMIT 1) AS session,
       (SELECT id FROM api_token WHERE prefix = $2) AS token,
       (SELECT id FROM membership WHERE principal_id = $3 LIMIT 1) AS membership,
       (SELECT o.id FROM organization o WHERE NOT EXISTS
         (SELECT FROM application a WHERE a.program_id = $4 AND a.organization_id = o.id) LIMIT 1) AS organization`,
    [people.elsewhere.userId, people.elsewhere.token?.split('_')[1], people.elsewhere.principalId, own.programId],
  );
  const [found] = rows;
  if (!found) throw new Error('Nothing strange was found.');
  return { ...found, invitation: invitation.id };
}

interface FormCase {
  action: string;
  form: Record<string, string>;
  as?: 'admin' | 'approver' | 'counsel';
}

/** By the field of a form: the action that reads it, and what else the form says. */
export const forms: Record<string, (stage: Stage, strange: Strange) => FormCase> = {
  ...letterForms,
  sessionId: (_stage, { session }) => ({ action: 'endOwnSessionAction', form: { sessionId: session } }),
  tokenId: (_stage, { token }) => ({ action: 'revokeTokenAction', as: 'admin', form: { tokenId: token } }),
  membershipId: (_stage, { membership }) => ({ action: 'revokeRoleAction', as: 'admin', form: { membershipId: membership } }),
  invitationId: (_stage, { invitation }) => ({ action: 'revokeInvitationAction', as: 'admin', form: { invitationId: invitation } }),
  organizationId: (_stage, { organization }) => ({
    action: 'inviteAction',
    as: 'admin',
    form: { roles: 'contributor', organizationId: organization, days: '7' },
  }),
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
