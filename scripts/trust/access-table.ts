/**
 * Who may reach what: one entry for each page and route, each server action and each path of the API. The list of what
 * there is comes from the build; anything without an entry here fails the run.
 */
import { type Action, confinedTo, may, mayEverywhere, rolesIn } from '#lib/domain/permission.ts';
import type { Person } from './http/people.ts';

/** What the address or the form names besides the program. */
export type Thing = 'program' | 'receipt' | 'clarification' | 'application' | 'assessment' | 'operator' | 'proposal' | 'member' | 'change';

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
const receipt = (...needs: Action[]): AccessRule => ({ needs, names: 'receipt', below: true, confined: true });
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
  '/programs/[program]/evidence': program('read'),
  '/programs/[program]/letters/new': program('record_letter'),
  '/programs/[program]/operators': program('read'),
  '/programs/[program]/operators/[operator]': { needs: ['read'], names: 'operator', below: true, confined: true },
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
  recordLetterAction: { ...program('record_letter'), binds: ['program'], form: { counts: 'no' } },
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
  'GET /api/v1/programs/{program}/audit/checkpoints': program('read_audit'),
  'GET /api/v1/programs/{program}/audit/approvers': program('read_audit'),
  'GET /api/v1/programs/{program}/audit/back-dated': program('read_audit'),
  'GET /api/v1/programs/{program}/audit/sample': program('read_audit'),
  'GET /api/v1/programs/{program}/ledger.ndjson': program('read_audit'),
  'GET /api/v1/programs/{program}/events/{stream}/{sequence}/proof': { needs: ['read_audit'], names: 'assessment', below: true },
  'GET /api/v1/assessments/{id}': assessment('read'),
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
