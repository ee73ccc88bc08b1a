/** Performers of the server actions: each is called over HTTP with the fields of its form. */
import { disableAccount } from '#lib/operations/disable-account.ts';
import { invitePerson } from '#lib/operations/invite-person.ts';
import { makeToken } from '#lib/operations/make-token.ts';
import { proposeFinding } from '#lib/operations/propose-finding.ts';
import { proposeSetting } from '#lib/operations/propose-setting.ts';
import type { ActionPerformer, Form, Site, SitePerson } from './site.ts';
import { FINDING, PASSWORD, RECORD } from './world.ts';

/** An action of somebody with this role, whose form needs nothing made before. */
const calling =
  (role: 'analyst' | 'admin', name: string, bound: unknown[], form: (site: Site) => Promise<Form> | Form): ActionPerformer =>
  async (site) => {
    const person = await site.person(role);
    const fields = await form(site);
    return () => site.call(person, name, bound, fields);
  };

/** An action of an administrator on another person. */
const onPerson =
  (name: string, form: (site: Site, other: SitePerson) => Promise<Form>): ActionPerformer =>
  async (site) => {
    const [admin, other] = [await site.person('admin'), await site.person('viewer')];
    const fields = await form(site, other);
    return () => site.call(admin, name, [RECORD, other.context.actor.principalId], fields);
  };

async function membershipOf({ web }: Site, { context }: SitePerson): Promise<string> {
  const { rows } = await web.database.owner.query<{ id: string }>('SELECT id FROM membership WHERE principal_id = $1', [
    context.actor.principalId,
  ]);
  return rows[0]?.id ?? '';
}

const SETTING = { value: 'off', reason: 'Only one person works here.' };

export const ACTIONS: Record<string, ActionPerformer> = {
  nextStepAction: calling('analyst', 'nextStepAction', [], async ({ world }) => ({
    assessmentId: await world.fresh(),
    version: '3',
    to: 'info_requested',
    reason: 'A paper is missing.',
    'details.info_requested.missing': 'A paper',
    'details.info_requested.dueOn': '2030-01-01',
  })),
  correctionAction: async (site) => {
    const [reviewer, id] = [await site.person('reviewer'), await site.world.fresh()];
    const form = { assessmentId: id, version: '3', corrects: '3', to: 'requested', reason: 'Taken up too early.' };
    return () => site.call(reviewer, 'correctionAction', [], form);
  },
  decisionAction: async (site) => {
    const { proposal, assessment } = await proposeFinding(await site.world.as('analyst'), await site.world.fresh(), 3, FINDING);
    const reviewer = await site.person('reviewer');
    const form = { proposalId: proposal.id, version: String(assessment.version), decision: 'approve', comment: 'Agreed.' };
    return () => site.call(reviewer, 'decisionAction', [], form);
  },
  noteAction: calling('analyst', 'noteAction', [], async ({ world }) => ({ assessmentId: await world.fresh(), body: 'A remark.' })),
  recordLetterAction: calling('analyst', 'recordLetterAction', [RECORD], async ({ world }) => ({
    applicationId: await world.applicationId(),
    class: 'G',
    url: 'https://example.gov/letter.pdf',
    counts: 'yes',
    'answers.access.answer': 'yes',
  })),
  practiceCopyAction: async (site) => {
    const analyst = await site.person('analyst');
    return async () => {
      await site.call(analyst, 'practiceCopyAction', [], { program: RECORD });
      // The copy itself is an import for the person who asked.
      return {};
    };
  },
  grantRoleAction: onPerson('grantRoleAction', async () => ({ role: 'analyst' })),
  revokeRoleAction: onPerson('revokeRoleAction', async (site, other) => ({ membershipId: await membershipOf(site, other) })),
  disableAction: onPerson('disableAction', async () => ({})),
  enableAction: onPerson('enableAction', async ({ world }, { context }) => {
    await disableAccount(await world.as('admin'), context.actor.principalId);
    return {};
  }),
  endSessionAction: onPerson('endSessionAction', async (site, other) => ({ sessionId: await site.session(other) })),
  endSessionsAction: onPerson('endSessionsAction', async () => ({})),
  inviteAction: calling('admin', 'inviteAction', [RECORD], () => ({ roles: 'viewer', days: '7' })),
  revokeInvitationAction: calling('admin', 'revokeInvitationAction', [RECORD], async ({ world }) => ({
    invitationId: (await invitePerson(await world.as('admin'), RECORD, { roles: ['viewer'] })).id,
  })),
  proposeRuleAction: async (site) => {
    const [admin, { slug }] = [await site.person('admin'), await site.world.quietProgram()];
    return () => site.call(admin, 'proposeRuleAction', [slug], SETTING);
  },
  proposeAssessorAction: async (site) => {
    const [admin, { slug }] = [await site.person('admin'), await site.world.quietProgram()];
    return () => site.call(admin, 'proposeAssessorAction', [slug], { name: 'Another assessor', level: 'federal', reason: 'It moved.' });
  },
  decideRuleAction: async (site) => {
    const [approver, { slug }] = [await site.person('approver'), await site.world.quietProgram()];
    const { changeId } = await proposeSetting(await site.world.as('admin'), slug, { kind: 'two_person_rule', ...SETTING });
    return () => site.call(approver, 'decideRuleAction', [slug, 'rules'], { changeId, decision: 'approve' });
  },
  makeTokenAction: calling('analyst', 'makeTokenAction', [RECORD], () => ({ name: 'For a script', roles: 'analyst', days: '30' })),
  revokeTokenAction: async (site) => {
    const person = await site.person('analyst');
    const { id } = await makeToken(person.context, RECORD, { name: 'For a script', roles: ['analyst'] });
    return () => site.call(person, 'revokeTokenAction', [RECORD], { tokenId: id });
  },
  revokeOwnTokenAction: async (site) => {
    const person = await site.person('analyst');
    const { id } = await makeToken(person.context, RECORD, { name: 'For a script', roles: ['analyst'] });
    return () => site.call(person, 'revokeOwnTokenAction', [], { tokenId: id });
  },
  changePasswordAction: async (site) => {
    const person = await site.person('viewer');
    const next = 'another long password';
    return () => site.call(person, 'changePasswordAction', [], { current: PASSWORD, next, again: next });
  },
  endOwnSessionAction: async (site) => {
    const person = await site.person('viewer');
    const sessionId = await site.session(person);
    return () => site.call(person, 'endOwnSessionAction', [], { sessionId });
  },
  endOtherSessionsAction: async (site) => {
    const person = await site.person('viewer');
    await site.session(person);
    return () => site.call(person, 'endOtherSessionsAction', [], {});
  },
  acceptAction: async (site) => {
    const { secret } = await invitePerson(await site.world.as('admin'), RECORD, { roles: ['viewer'] });
    const form = { name: 'A person', email: `${crypto.randomUUID()}@example.gov`, password: PASSWORD, again: PASSWORD };
    return () => site.call(null, 'acceptAction', [secret], form);
  },
  joinAction: async (site) => {
    const person = await site.person('viewer');
    const { secret } = await invitePerson(await site.world.as('admin'), RECORD, { roles: ['analyst'] });
    return () => site.call(person, 'joinAction', [secret], {});
  },
};

/** Actions that change nothing of the record: who is signed in stands in the sessions, not in the history. */
export const NO_RECORD: Record<string, string> = {
  signInAs: 'begins a session',
  signInWithPassword: 'begins a session',
  signInWithProvider: 'goes to the identity provider',
  signOut: 'ends one’s own session',
};
