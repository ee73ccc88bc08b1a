/**
 * Who may reach what: one entry for each page and route, each server action and each path of the API. The list of what
 * there is comes from the build; anything without an entry here fails the run.
 */
import { type Action, confinedTo, may, mayEverywhere, rolesIn } from '#lib/domain/permission.ts';
import type { Person } from './http/people.ts';

/** What the address or the form names besides the program. */
export type Thing =
  | 'program'
  | 'application'
  | 'assessment'
  | 'operator'
  | 'evidence'
  | 'request'
  | 'dispute'
  | 'proposal'
  | 'receipt'
  | 'clarification'
  | 'member'
  | 'change'
  | 'extension'
  | 'order'
  | 'response';

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
  saveDraftAction: { ...program('respond'), binds: ['program'] },
  signOffAction: { ...program('respond'), binds: ['program'] },
  submitDraftAction: { ...program('respond'), binds: ['program'] },
  discardDraftAction: { ...program('respond'), binds: ['program'] },
  nameBodyAction: { ...program('respond'), binds: ['program'] },
  askClarificationAction: { ...assessment('respond'), binds: ['program'], field: 'id' },
  answerClarificationAction: { ...assessment('send_request'), names: 'clarification', field: 'id' },
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
  'POST /api/v1/proposals/{id}/return': { ...assessment('approve_finding'), names: 'proposal' },
};

/**
 * Whose program, and whose thing in it, is asked for. `mixed` and `absent`: one's own program with a thing of another
 * program, or with one that does not exist.
 */
export const VARIANTS = ['own', 'foreign', 'missing', 'malformed', 'mixed', 'absent'] as const;
export type Variant = (typeof VARIANTS)[number];

export type Outcome = 'passed' | 'sign_in' | 'missing' | 'forbidden';

export interface Setting {
  programId: string;
  otherProgramId: string;
  /** The applicant whose things are asked for. */
  organizationId: string;
}

/** What must happen, in the order in which the product asks: who, does it exist for them, may they. */
export function expectedOutcome(rule: AccessRule, person: Person, variant: Variant, setting: Setting, via: 'token' | 'cookie'): Outcome {
  const outcome = decide(rule, person, variant, setting, via);
  return outcome === 'passed' && rule.namesNothing ? 'missing' : outcome;
}

function decide(rule: AccessRule, person: Person, variant: Variant, setting: Setting, via: 'token' | 'cookie'): Outcome {
  if (typeof rule.needs === 'string') return expectedWithoutProgram(rule.needs, person, via);
  if (person.barred) return 'sign_in';
  const programId = programOf(variant, setting);
  if (programId === null || rolesIn(person.grants, programId).length === 0) return 'missing';
  const allowed = rule.needs.some((action) => may(person.grants, action, programId)) ? 'passed' : 'forbidden';
  const seen = isSeen(rule, person, variant, programId, setting);
  // Below a program the program's rule is asked before the thing is looked for.
  if (rule.below && allowed === 'forbidden') return allowed;
  return seen ? allowed : 'missing';
}

function expectedWithoutProgram(needs: Extract<AccessRule['needs'], string>, person: Person, via: 'token' | 'cookie'): Outcome {
  if (needs === 'anybody') return 'passed';
  if (needs === 'nobody') return 'missing';
  if (needs === 'session') return person.cookie ? 'passed' : 'sign_in';
  if (needs === 'administrator' && !person.barred) return mayEverywhere(person.grants, 'manage_accounts') ? 'passed' : 'forbidden';
  return person.barred || (needs === 'token' && via === 'cookie') ? 'sign_in' : 'passed';
}

function programOf(variant: Variant, { programId, otherProgramId }: Setting): string | null {
  if (variant === 'foreign') return otherProgramId;
  return variant === 'missing' || variant === 'malformed' ? null : programId;
}

function isSeen(rule: AccessRule, person: Person, variant: Variant, programId: string, setting: Setting): boolean {
  if (variant === 'absent') return false;
  if (variant === 'mixed') return rule.seenByAdministrators === true && mayEverywhere(person.grants, 'manage_accounts');
  const confined = rule.confined ? confinedTo(person.grants, programId) : null;
  return confined === null || confined === setting.organizationId;
}

/** The variants that say something about this rule. */
export function variantsOf(rule: AccessRule): readonly Variant[] {
  if (!rule.names) return ['own'];
  return rule.below ? VARIANTS : VARIANTS.filter((variant) => variant !== 'mixed' && variant !== 'absent');
}
