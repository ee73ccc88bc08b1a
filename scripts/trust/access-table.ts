/**
 * Who may reach what: one entry for each page and route, each server action and each path of the API. The list of what
 * there is comes from the build; anything without an entry here fails the run.
 */
import type { Action } from '#lib/domain/permission.ts';
import { type Action, confinedTo, may, mayEverywhere, rolesIn } from '#lib/domain/permission.ts';
import type { AccessRule, ActionRule } from './access-rule.ts';
import type { Person } from './http/people.ts';

/** What the address or the form names besides the program. */
export type Thing =
  | 'program'
  | 'receipt'
  | 'clarification'
  | 'referral'
  | 'application'
  | 'assessment'
  | 'operator'
  | 'proposal'
  | 'application'
  | 'assessment'
  | 'operator'
  | 'evidence'
  | 'proposal'
  | 'receipt'
  | 'clarification'
  | 'member'
  | 'change';

export interface AccessRule {
  /**
   * Any of these actions lets somebody through; or whoever has an account, administers those of every program, has a session (also of a disabled account: it says only how
   * long that lasts), or a token; or anybody at all, or nobody.
   */
  needs: readonly Action[] | 'account' | 'administrator' | 'session' | 'token' | 'anybody' | 'nobody';
  /** Absent: it names nothing. */
  names?: Thing;
  /** The thing stands below a program in the address, so the program is asked first. */
  below?: boolean;
  /** Whoever is let through names nothing that exists, and is told so. */
  namesNothing?: boolean;
  /** Administrators of every program find people of any. */
  seenByAdministrators?: boolean;
  /** Another applicant's thing looks missing to a contributor. */
  confined?: boolean;
}

export interface ActionRule extends AccessRule {
  /** Arguments that the page binds: the slug of the program, the id of the thing, or a word. */
  binds?: readonly ('program' | 'thing' | 'rules' | 'secret')[];
  /** The form's field that names the thing. */
  field?: string;
  /** What the form itself asks for before the operation is asked. */
  form?: Record<string, string>;
  /** It ends the session that calls it, so it is called without one here. */
  endsSession?: boolean;
}

const program = (...needs: Action[]): AccessRule => ({ needs, names: 'program' });
const assessment = (...needs: Action[]): AccessRule => ({ needs, names: 'assessment', confined: true });
const extension = (...needs: Action[]): AccessRule => ({ needs, names: 'extension', confined: true });
const receipt = (...needs: Action[]): AccessRule => ({ needs, names: 'receipt', below: true, confined: true });
/** An item that is linked to an assessment of the applicant, in one program alone. */
const evidence = (...needs: Action[]): AccessRule => ({ needs, names: 'evidence', confined: true });
const letterSent = (...needs: Action[]): AccessRule => ({ needs, names: 'request', below: true, confined: true });
const ANYBODY: AccessRule = { needs: 'anybody' };
const NOBODY: AccessRule = { needs: 'nobody' };
const ADMINISTRATOR: AccessRule = { needs: 'administrator', namesNothing: true };
const ACCOUNT: AccessRule = { needs: 'account' };

/** By the route as Next writes it. */
export const pageRules: Record<string, AccessRule> = {
  '/': ACCOUNT,
  '/sign-in': ANYBODY,
  '/healthz': ANYBODY,
  '/readyz': ANYBODY,
  '/icon.svg': ANYBODY,
  '/metrics': { needs: 'token' },
  '/live': program('read'),
  '/session': { needs: 'session' },
  // Answers nothing without an identity provider, and then only to a sign-in that this server began.
  '/api/auth/callback/[provider]': NOBODY,
  '/programs': ACCOUNT,
  '/programs/[program]': program('read'),
  '/programs/[program]/applicants': program('read'),
  '/programs/[program]/applications/[application]': { needs: ['read'], names: 'application', below: true, confined: true },
  '/programs/[program]/conditions': program('read'),
  '/programs/[program]/deadlines': program('read'),
  '/programs/[program]/evidence': program('read'),
  '/programs/[program]/evidence/new': program('add_evidence'),
  '/programs/[program]/evidence/[evidence]': { needs: ['read'], names: 'evidence', below: true, confined: true },
  '/upload/[program]': program('add_evidence', 'record_letter', 'respond'),
  '/programs/[program]/letters/new': program('record_letter'),
  '/programs/[program]/requests': program('read'),
  '/programs/[program]/requests/new': program('send_request'),
  '/programs/[program]/requests/received': program('read'),
  '/programs/[program]/requests/templates': program('send_request'),
  '/programs/[program]/requests/[request]': letterSent('read'),
  '/programs/[program]/requests/[request]/letters/[recipient]': letterSent('read'),
  '/programs/[program]/requests/[request]/letters/[recipient]/download': letterSent('read'),
  '/programs/[program]/operators': program('read'),
  '/programs/[program]/operators/[operator]': { needs: ['read'], names: 'operator', below: true, confined: true },
  '/programs/[program]/orders': program('read'),
  '/programs/[program]/organization': program('respond'),
  '/programs/[program]/organization/answer': program('respond'),
  '/programs/[program]/organization/receipts/[response]': receipt('read'),
  '/programs/[program]/organization/receipts/[response]/text': receipt('read'),
  '/programs/[program]/record': program('read'),
  '/programs/[program]/reports': program('read'),
  '/programs/[program]/reports/download': program('export'),
  '/programs/[program]/timeline': program('read'),
  '/programs/[program]/audit': program('read_audit'),
  '/programs/[program]/audit/approvers': program('read_audit'),
  '/programs/[program]/audit/back-dated': program('read_audit'),
  '/programs/[program]/audit/sample': program('read_audit'),
  '/programs/[program]/settings': program('read'),
  '/programs/[program]/settings/members': program('read_members'),
  '/programs/[program]/settings/members/[member]': { needs: ['read_members'], names: 'member', below: true, seenByAdministrators: true },
  '/programs/[program]/settings/tokens': program('make_token', 'read_members'),
  '/programs/[program]/settings/rules': program('read'),
  '/programs/[program]/settings/assessor': program('read'),
  '/programs/[program]/settings/calendar': program('read'),
  '/programs/[program]/settings/outbox': program('read_outbox'),
  '/work': ACCOUNT,
  '/account': ACCOUNT,
  '/invitation/[secret]': ANYBODY,
  '/assessments/[assessmentId]': assessment('read'),
};

/** By the exported name of the action. */
export const actionRules: Record<string, ActionRule> = {
  signInAs: ANYBODY,
  signOut: { ...ANYBODY, endsSession: true },
  signInWithPassword: ANYBODY,
  signInWithProvider: ANYBODY,
  nextStepAction: { ...assessment('record_status', 'record_answer', 'propose', 'reopen'), field: 'assessmentId' },
  correctionAction: { ...assessment('correct_open_work', 'reopen'), field: 'assessmentId' },
  noteAction: { ...assessment('add_note', 'mark_privileged'), field: 'assessmentId' },
  assignAction: { ...assessment('record_status'), field: 'assessmentId' },
  readMentionsAction: ACCOUNT,
  preferencesAction: ACCOUNT,
  decisionAction: { ...assessment('approve_finding'), names: 'proposal', field: 'proposalId' },
  sendRequestAction: { ...program('send_request'), binds: ['program'] },
  rescindRequestAction: { ...assessment('send_request'), names: 'request', binds: ['program', 'thing'] },
  saveTemplateAction: { ...program('send_request'), binds: ['program'] },
  countingAction: { ...assessment('record_letter'), names: 'response', binds: ['program'], field: 'responseId' },
  openDisputeAction: { ...assessment('open_dispute'), field: 'assessmentId' },
  decideDisputeAction: { ...assessment('decide_dispute'), names: 'dispute', field: 'disputeId' },
  withdrawDisputeAction: { ...assessment('open_dispute'), names: 'dispute', field: 'disputeId' },
  recordLetterAction: { ...program('record_letter'), binds: ['program'], form: { counts: 'no' } },
  recordEvidenceAction: { ...program('add_evidence'), binds: ['program'] },
  decideEvidenceAction: { ...assessment('accept_evidence'), field: 'assessmentId' },
  supersedeEvidenceAction: { ...evidence('accept_evidence'), binds: ['program'], field: 'evidenceId' },
  sealEvidenceAction: { ...evidence('seal_evidence'), binds: ['program'], field: 'evidenceId' },
  privilegeEvidenceAction: { ...evidence('mark_privileged'), binds: ['program'], field: 'evidenceId' },
  versionEvidenceAction: { ...evidence('accept_evidence'), binds: ['program'], field: 'evidenceId' },
  linkEvidenceAction: { ...evidence('read'), binds: ['program'], field: 'evidenceId' },
  askExtensionAction: { ...program('ask_extension'), binds: ['program'] },
  decideExtensionAction: { ...extension('decide_extension'), binds: ['program'], field: 'extensionId' },
  withdrawExtensionAction: { ...extension('ask_extension', 'decide_extension'), binds: ['program'], field: 'extensionId' },
  addDeadlineAction: { ...program('set_deadline'), binds: ['program'] },
  recordOrderAction: { ...program('record_order'), binds: ['program'] },
  amendOrderAction: { needs: ['record_order'], names: 'order', binds: ['program'], field: 'orderId' },
  endOrderAction: { needs: ['record_order'], names: 'order', binds: ['program'], field: 'orderId' },
  changeCalendarAction: { needs: 'administrator', binds: ['program'] },
  grantRoleAction: { ...program('manage_members'), binds: ['program', 'thing'] },
  revokeRoleAction: { ...program('manage_members'), binds: ['program', 'thing'], namesNothing: true },
  disableAction: { ...ADMINISTRATOR, binds: ['program', 'thing'] },
  enableAction: { ...ADMINISTRATOR, binds: ['program', 'thing'] },
  endSessionAction: { ...ADMINISTRATOR, binds: ['program', 'thing'] },
  endSessionsAction: { ...ADMINISTRATOR, binds: ['program', 'thing'] },
  inviteAction: { ...program('manage_members'), binds: ['program'] },
  revokeInvitationAction: { ...program('manage_members'), binds: ['program'], namesNothing: true },
  proposeRuleAction: { ...program('propose_setting'), binds: ['program'] },
  proposeAssessorAction: { ...program('propose_setting'), binds: ['program'] },
  decideRuleAction: { needs: ['decide_setting'], names: 'change', binds: ['program', 'rules'], field: 'changeId' },
  makeTokenAction: { ...program('make_token'), binds: ['program'] },
  revokeTokenAction: { ...ACCOUNT, binds: ['program'], namesNothing: true },
  changePasswordAction: ACCOUNT,
  endOwnSessionAction: { ...ACCOUNT, namesNothing: true },
  endOtherSessionsAction: ACCOUNT,
  revokeOwnTokenAction: { ...ACCOUNT, namesNothing: true },
  acceptAction: { ...ANYBODY, binds: ['secret'] },
  joinAction: { ...ACCOUNT, binds: ['secret'] },
  recordRelianceAction: { ...assessment('manage_bodies'), field: 'assessmentId' },
  endRelianceAction: { ...assessment('manage_bodies'), names: 'reliance', field: 'relianceId' },
  addOperatorAction: { ...program('manage_bodies'), binds: ['program'] },
  openOperatorAssessmentAction: { ...program('manage_bodies'), binds: ['program'] },
  addFacilityAction: { ...program('manage_bodies'), binds: ['program'] },
  recordOperationAction: { ...program('manage_bodies'), binds: ['program'] },
  recordBookingAction: { ...program('manage_bodies'), binds: ['program'] },
  saveDraftAction: { ...program('respond'), binds: ['program'] },
  signOffAction: { ...program('respond'), binds: ['program'] },
  submitDraftAction: { ...program('respond'), binds: ['program'] },
  discardDraftAction: { ...program('respond'), binds: ['program'] },
  nameBodyAction: { ...program('respond'), binds: ['program'] },
  askClarificationAction: { ...assessment('respond'), binds: ['program'], field: 'id' },
  answerClarificationAction: { ...assessment('send_request'), names: 'clarification', field: 'id' },
  askTimeAction: { ...program('ask_extension'), binds: ['program'] },
  objectAction: { ...assessment('open_dispute'), binds: ['program'], field: 'id' },
  passOnAction: { ...assessment('send_request'), names: 'referral', field: 'id' },
  recallResponseAction: { ...receipt('respond'), binds: ['program', 'thing'] },
  checkReceiptAction: { ...receipt('read'), binds: ['program', 'thing'] },
  practiceCopyAction: { ...program('make_practice_copy'), field: 'program' },
};

/** By method and path, as the API's document writes them. */
export const apiRules: Record<string, AccessRule> = {
  'GET /api/v1/programs': ACCOUNT,
  'GET /api/v1/work': ACCOUNT,
  'GET /api/v1/programs/{program}': program('read'),
  'GET /api/v1/programs/{program}/summary': program('read'),
  'POST /api/v1/programs/{program}/practice-copy': program('make_practice_copy'),
  'GET /api/v1/programs/{program}/assessments': program('read'),
  'GET /api/v1/programs/{program}/timeline': program('read'),
  'GET /api/v1/programs/{program}/report.{format}': program('export'),
  'POST /api/v1/programs/{program}/letters': program('record_letter'),
  'POST /api/v1/programs/{program}/evidence': program('add_evidence'),
  'GET /api/v1/evidence/{id}': evidence('read'),
  'GET /api/v1/evidence/{id}/content': evidence('read'),
  // What is asked for is text: there is a right to see it and no picture of it.
  'GET /api/v1/evidence/{id}/preview': { ...evidence('read'), namesNothing: true },
  'POST /api/v1/assessments/{id}/evidence': assessment('accept_evidence'),
  'GET /api/v1/programs/{program}/requests': program('read'),
  'POST /api/v1/programs/{program}/requests': program('send_request'),
  'GET /api/v1/requests/{id}': { ...assessment('read'), names: 'request' },
  'GET /api/v1/requests/{id}/letters/{recipient}.docx': { ...assessment('read'), names: 'request' },
  'POST /api/v1/requests/{id}/reissue': { ...assessment('send_request'), names: 'request' },
  'POST /api/v1/requests/{id}/rescind': { ...assessment('send_request'), names: 'request' },
  'POST /api/v1/assessments/{id}/disputes': assessment('open_dispute'),
  'POST /api/v1/disputes/{id}/decide': { ...assessment('decide_dispute'), names: 'dispute' },
  'POST /api/v1/disputes/{id}/withdraw': { ...assessment('open_dispute'), names: 'dispute' },
  'GET /api/v1/programs/{program}/audit/checkpoints': program('read_audit'),
  'GET /api/v1/programs/{program}/audit/approvers': program('read_audit'),
  'GET /api/v1/programs/{program}/audit/back-dated': program('read_audit'),
  'GET /api/v1/programs/{program}/audit/sample': program('read_audit'),
  'GET /api/v1/programs/{program}/ledger.ndjson': program('read_audit'),
  'GET /api/v1/programs/{program}/events/{stream}/{sequence}/proof': { needs: ['read_audit'], names: 'assessment', below: true },
  'GET /api/v1/assessments/{id}': assessment('read'),
  'GET /api/v1/programs/{program}/extensions': program('read'),
  'POST /api/v1/programs/{program}/extensions': program('ask_extension'),
  'GET /api/v1/programs/{program}/orders': program('read'),
  'POST /api/v1/programs/{program}/orders': program('record_order'),
  'POST /api/v1/extensions/{id}/decide': extension('decide_extension'),
  'POST /api/v1/extensions/{id}/withdraw': extension('ask_extension', 'decide_extension'),
  'POST /api/v1/orders/{id}/amend': { needs: ['record_order'], names: 'order' },
  'POST /api/v1/orders/{id}/end': { needs: ['record_order'], names: 'order' },
  'GET /api/v1/assessments/{id}/deadline': assessment('read'),
  'GET /api/v1/assessments/{id}/events': assessment('read_history'),
  'POST /api/v1/assessments/{id}/status': assessment('record_status', 'record_answer', 'propose', 'reopen'),
  'POST /api/v1/assessments/{id}/corrections': assessment('correct_open_work', 'reopen'),
  'POST /api/v1/assessments/{id}/proposals': assessment('propose'),
  'POST /api/v1/proposals/{id}/approve': { ...assessment('approve_finding'), names: 'proposal' },
  'GET /api/v1/programs/{program}/operators': program('read'),
  'POST /api/v1/programs/{program}/operators': program('manage_bodies'),
  'GET /api/v1/programs/{program}/operators/{operator}': { needs: ['read'], names: 'operator', below: true, confined: true },
  'POST /api/v1/programs/{program}/reliances': program('manage_bodies'),
  'POST /api/v1/reliances/{id}/end': { ...assessment('manage_bodies'), names: 'reliance' },
  'POST /api/v1/proposals/{id}/return': { ...assessment('approve_finding'), names: 'proposal' },
};
