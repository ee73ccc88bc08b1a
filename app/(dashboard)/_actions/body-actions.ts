'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { addFacility } from '#lib/operations/add-facility.ts';
import { addOperator } from '#lib/operations/add-operator.ts';
import { endReliance } from '#lib/operations/end-reliance.ts';
import { openOperatorAssessmentAct } from '#lib/operations/open-operator-assessment.ts';
import { recordBooking } from '#lib/operations/record-booking.ts';
import { recordFacilityOperation } from '#lib/operations/record-facility-operation.ts';
import { recordReliance } from '#lib/operations/record-reliance.ts';
import { newEvidenceFrom } from './files.ts';
import { field, fields, present, versionOf } from './refusal.ts';
import { perform } from './settings-refusal.ts';

const assessmentPath = (data: FormData): string => `/assessments/${encodeURIComponent(field(data, 'assessmentId') ?? '')}`;
const operatorsPath = (slug: string): string => `/programs/${encodeURIComponent(slug)}/operators`;
/** The page of the operator that the form stands on. */
const operatorPath = (slug: string, data: FormData): string =>
  `${operatorsPath(slug)}/${encodeURIComponent(field(data, 'operatorPage') ?? '')}`;

/** The source of a fact; absent when none of its fields was filled in. */
function sourceOf(data: FormData): Record<string, unknown> | undefined {
  const given = present(Object.fromEntries(['title', 'url', 'publisher', 'dated'].map((key) => [key, field(data, `source.${key}`)])));
  return Object.keys(given).length > 0 ? given : undefined;
}

/** Records whose finding an assessment takes. */
export async function recordRelianceAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({
    reliesOn: fields(data, 'reliesOn'),
    rule: field(data, 'rule'),
    scope: field(data, 'scope'),
    validFrom: field(data, 'validFrom'),
    validTo: field(data, 'validTo'),
    evidenceId: field(data, 'evidenceId'),
    bookingId: field(data, 'bookingId'),
  });
  const mine = { title: 'Record a reliance', lines: [{ term: 'Covers', detail: body.scope ?? 'not said' }] };
  const state = await perform({ data, path: assessmentPath(data), mine, done: '1' }, async (context) =>
    recordReliance(
      context,
      field(data, 'assessmentId') ?? '',
      versionOf(data),
      present({ ...body, newEvidence: await newEvidenceFrom(context, field(data, 'program') ?? '', data) }),
    ),
  );
  if (state.code !== 'field_required' || !state.fieldErrors['newEvidence.url']) return state;
  // Of the three ways to give an item this form has one.
  const missing = 'Give the new item its link.';
  return { ...state, title: missing, fieldErrors: { 'newEvidence.url': missing } };
}

/** Ends a reliance from a day on. */
export async function endRelianceAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ endedOn: field(data, 'endedOn'), reason: field(data, 'reason') });
  const mine = { title: 'End the reliance', lines: [{ term: 'Reason', detail: body.reason ?? 'none given' }] };
  return perform({ data, path: assessmentPath(data), mine, done: '1' }, (context) =>
    endReliance(context, field(data, 'relianceId') ?? '', versionOf(data), body),
  );
}

export async function addOperatorAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({
    organizationId: field(data, 'organizationId'),
    name: field(data, 'name'),
    level: field(data, 'level'),
    state: field(data, 'state')?.toUpperCase(),
  });
  const mine = { title: body.name ?? 'An organization on record' };
  return perform({ data, path: operatorsPath(slug), slug, mine, done: 'added' }, (context) => addOperator(context, slug, body));
}

/** Opens the operator's assessment on a condition. */
export async function openOperatorAssessmentAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = { operatorId: field(data, 'operatorId') ?? '', conditionId: field(data, 'conditionId') ?? '' };
  return perform({ data, path: operatorPath(slug, data), slug, mine: { title: 'Open an assessment' }, done: 'opened' }, (context) =>
    openOperatorAssessmentAct(context, slug, body),
  );
}

export async function addFacilityAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({
    operatorId: field(data, 'operatorId'),
    name: field(data, 'name'),
    kind: field(data, 'kind'),
    address: field(data, 'address'),
    validFrom: field(data, 'validFrom'),
    grade: field(data, 'grade'),
    source: sourceOf(data),
  });
  const mine = { title: body.name ?? 'A facility' };
  return perform({ data, path: operatorPath(slug, data), slug, mine, done: 'recorded' }, (context) => addFacility(context, slug, body));
}

/** Records who runs a facility from a day on. */
export async function recordOperationAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  // The choice carries the operation that the person saw: `facility operation`.
  const [facilityId, replaces] = (field(data, 'facility') ?? '').split(' ');
  const body = present({
    facilityId,
    replaces: replaces || undefined,
    operatorId: field(data, 'operatorId'),
    validFrom: field(data, 'validFrom'),
    grade: field(data, 'grade'),
    source: sourceOf(data),
  });
  const mine = { title: 'Record who runs a place', lines: [{ term: 'From', detail: body.validFrom ?? 'not said' }] };
  return perform({ data, path: operatorPath(slug, data), slug, mine, done: 'recorded' }, (context) =>
    recordFacilityOperation(context, slug, body),
  );
}

export async function recordBookingAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({
    organizationId: field(data, 'organizationId'),
    facilityId: field(data, 'facilityId'),
    basis: field(data, 'basis'),
    validFrom: field(data, 'validFrom'),
    grade: field(data, 'grade'),
    source: sourceOf(data),
  });
  const mine = { title: 'Record a booking', lines: [{ term: 'Basis', detail: body.basis ?? 'not said' }] };
  return perform({ data, path: operatorPath(slug, data), slug, mine, done: 'recorded' }, (context) => recordBooking(context, slug, body));
}
