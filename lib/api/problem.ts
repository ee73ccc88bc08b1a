/** Refusals and faults as `application/problem+json` (RFC 9457). */
import { AppError, type ErrorCode, type ErrorDetails, errorStatuses } from '#lib/domain/errors.ts';

export type ProblemCode = ErrorCode | 'internal';

/** The body of every answer that is not a success. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  field?: string;
  current?: NonNullable<ErrorDetails['current']>;
  requestId: string;
}

/** One line per code: the same for every occurrence; what happened in this one is in `detail`. */
export const problemTitles: Record<ProblemCode, string> = {
  unauthenticated: 'Not signed in',
  not_found: 'Not found',
  forbidden: 'Not allowed',
  invalid_request: 'The request is not valid',
  as_of_in_future: 'The instant lies ahead',
  version_required: 'The version is missing',
  stale_version: 'Changed by somebody else',
  illegal_transition: 'Not possible from the current status',
  needs_proposal: 'Needs a proposal',
  assessor_missing: 'The program has no assessor',
  proposal_open: 'A proposal is open',
  proposal_closed: 'The proposal is closed',
  proposal_outdated: 'The proposal is outdated',
  evidence_damaged: 'The stored file is not the recorded one',
  file_refused: 'The file is not taken',
  extension_closed: 'It was decided already',
  request_in_progress: 'The same request is under way',
  request_closed: 'The letter no longer stands',
  dispute_closed: 'The dispute is closed',
  rule_fixed: 'The rule can no longer be changed',
  circular_reliance: 'A circle of reliance',
  reliance_ended: 'The reliance was ended before',
  last_administrator: 'Somebody has to remain',
  invitation_closed: 'The invitation is closed',
  sign_off_required: 'A sign-off is needed first',
  response_fixed: 'The response cannot be taken back',
  reason_required: 'A reason is required',
  evidence_required: 'Evidence is required',
  field_required: 'A field is required',
  effective_in_future: 'The effective date lies ahead',
  same_person: 'Another person is needed',
  idempotency_key_reused: 'The idempotency key was used before',
  payload_too_large: 'The body is too large',
  unsupported_media_type: 'The body is not JSON',
  too_many_requests: 'Too many requests',
  unavailable: 'Not available at the moment',
  internal: 'Something went wrong',
};

const RETRY_AFTER_SECONDS = 2;
const PROBLEM_TYPE = 'application/problem+json';

/** What the client reads. An unexpected error says nothing of itself: its text may hold what nobody should see. */
export function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof AppError) {
    const { code, status, message, details } = error;
    const { retryAfterSeconds: _, fields: _sentences, ...shown } = details;
    return { type: typeOf(code), title: problemTitles[code], status, detail: message, code, ...shown, requestId };
  }
  const detail = 'The request failed. Nothing more can be said here; the log has it under the request id.';
  return { type: typeOf('internal'), title: problemTitles.internal, status: 500, detail, code: 'internal', requestId };
}

const typeOf = (code: ProblemCode): string => `urn:proviso:problem:${code}`;

/** @param retryAfterSeconds when the next try may come; a moment when it is not known */
export function problemResponse(problem: Problem, retryAfterSeconds = RETRY_AFTER_SECONDS): Response {
  const headers = new Headers({ 'Content-Type': PROBLEM_TYPE, 'Cache-Control': 'no-store' });
  if (problem.status === errorStatuses.unauthenticated) headers.set('WWW-Authenticate', 'Bearer realm="proviso"');
  if (problem.status === errorStatuses.unavailable || problem.status === errorStatuses.too_many_requests) {
    headers.set('Retry-After', String(retryAfterSeconds));
  }
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
