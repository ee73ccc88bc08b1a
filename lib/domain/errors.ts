/**
 * The closed list of what can be refused, with the HTTP status of each.
 * An `AppError` is expected and its message is meant for people; everything else is a fault and is reported, never shown.
 */
export const errorStatuses = {
  unauthenticated: 401,
  not_found: 404,
  forbidden: 403,
  invalid_request: 400,
  as_of_in_future: 400,
  version_required: 428,
  stale_version: 412,
  illegal_transition: 409,
  needs_proposal: 409,
  assessor_missing: 409,
  proposal_open: 409,
  proposal_closed: 409,
  proposal_outdated: 409,
  extension_closed: 409,
  request_in_progress: 409,
  request_closed: 409,
  dispute_closed: 409,
  rule_fixed: 409,
  circular_reliance: 409,
  reliance_ended: 409,
  last_administrator: 409,
  invitation_closed: 409,
  sign_off_required: 409,
  response_fixed: 409,
  reason_required: 422,
  evidence_required: 422,
  file_refused: 422,
  evidence_damaged: 409,
  field_required: 422,
  effective_in_future: 422,
  same_person: 422,
  idempotency_key_reused: 422,
  payload_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatuses;

export interface ErrorDetails {
  /** The field the message is about, as a dotted path. */
  field?: string;
  /** Every field that something is wrong with, each with a sentence for people. */
  fields?: Record<string, string>;
  /** For `too_many_requests`: when the next try may come. */
  retryAfterSeconds?: number;
  /** For `stale_version`: what stands now. */
  current?: { version: number; status: string; updatedAt: string; updatedBy: string | null };
}

/** The same in every bundle of this process, which may each hold a class of their own. */
const BRAND = Symbol.for('proviso.AppError');

export class AppError extends Error {
  /** The server's own start and its pages are built apart and share the database: a refusal of one is a refusal in the other. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && BRAND in value;
  }

  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.status = errorStatuses[code];
    this.details = details;
  }
}

export const isErrorCode = (value: string): value is ErrorCode => Object.hasOwn(errorStatuses, value);

/** Foreign and missing look the same. */
export const notFound = (what: string): AppError => new AppError('not_found', `${what} was not found.`);
