'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { isFixedDate } from '#lib/domain/deadline-rule.ts';
import { addDeadline } from '#lib/operations/add-deadline.ts';
import { amendLegalOrder } from '#lib/operations/amend-legal-order.ts';
import { changeCalendar } from '#lib/operations/change-calendar.ts';
import { decideExtension } from '#lib/operations/decide-extension.ts';
import { endLegalOrder } from '#lib/operations/end-legal-order.ts';
import { recordLegalOrder } from '#lib/operations/record-legal-order.ts';
import { requestExtension } from '#lib/operations/request-extension.ts';
import { withdrawExtension } from '#lib/operations/withdraw-extension.ts';
import { newEvidenceFrom } from './files.ts';
import { field, fields, present, versionOf } from './refusal.ts';
import { type Mine, perform } from './settings-refusal.ts';

const pathOf = (slug: string, page: 'deadlines' | 'orders' | 'settings/calendar'): string =>
  `/programs/${encodeURIComponent(slug)}/${page}`;

const mine = (title: string, data: FormData): Mine => ({
  title,
  lines: [{ term: 'Reason', detail: field(data, 'reason') ?? 'none given' }],
});

export async function askExtensionAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  // Boxes ticked before the whole program was chosen are out of sight.
  const applicants = field(data, 'scope') === 'program' ? [] : fields(data, 'applicationIds');
  const body = present({
    scope: field(data, 'scope'),
    applicationIds: applicants.length > 0 ? applicants : undefined,
    deadlineId: field(data, 'deadlineId'),
    wantedOn: field(data, 'wantedOn') ?? '',
    askedOn: field(data, 'askedOn'),
    reason: field(data, 'reason'),
  });
  return perform({ data, path: pathOf(slug, 'deadlines'), slug, mine: mine('More time', data), done: 'asked' }, async (context) =>
    requestExtension(context, slug, present({ ...body, newEvidence: await newEvidenceFrom(context, slug, data) })),
  );
}

export async function decideExtensionAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const grants = field(data, 'decision') === 'grant';
  const body = present({
    decision: field(data, 'decision'),
    // The date stands in the form beforehand; a refusal has none.
    grantedOn: grants ? field(data, 'grantedOn') : undefined,
    decidedOn: field(data, 'decidedOn'),
    reason: field(data, 'reason'),
  });
  const done = grants ? 'granted' : 'refused';
  return perform(
    { data, path: pathOf(slug, 'deadlines'), slug, mine: mine(grants ? 'Grant it' : 'Refuse it', data), done },
    async (context) =>
      decideExtension(
        context,
        field(data, 'extensionId') ?? '',
        present({ ...body, newEvidence: await newEvidenceFrom(context, slug, data) }),
      ),
  );
}

export async function withdrawExtensionAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ reason: field(data, 'reason') });
  return perform({ data, path: pathOf(slug, 'deadlines'), slug, mine: mine('Take it back', data), done: 'withdrawn' }, (context) =>
    withdrawExtension(context, field(data, 'extensionId') ?? '', body),
  );
}

/** The rule of a form, by what the date counts from; a stated date has none. */
function ruleOf(data: FormData): Record<string, unknown> | undefined {
  const kind = field(data, 'kind');
  if (kind === undefined || kind === 'stated') return undefined;
  const offset = field(data, 'rule.offset');
  return present({
    anchor: kind,
    anchorOn: isFixedDate(kind) ? field(data, 'rule.anchorOn') : undefined,
    anchorId: isFixedDate(kind) ? undefined : field(data, kind === 'deadline' ? 'rule.deadlineId' : 'rule.requestId'),
    offset: offset === undefined ? undefined : Number(offset),
    unit: field(data, 'rule.unit'),
    calendar: field(data, 'rule.calendar'),
    roll: field(data, 'rule.roll'),
  });
}

export async function addDeadlineAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const rule = ruleOf(data);
  const body = present({
    label: field(data, 'label'),
    dueOn: rule ? undefined : field(data, 'dueOn'),
    rule,
    cutOff: field(data, 'cutOff'),
    zone: field(data, 'zone'),
    basis: field(data, 'basis'),
    replaces: field(data, 'replaces'),
  });
  return perform({ data, path: pathOf(slug, 'deadlines'), slug, mine: { title: body.label ?? 'A deadline' }, done: 'added' }, (context) =>
    addDeadline(context, slug, body),
  );
}

const orderBody = (data: FormData): Record<string, unknown> =>
  present({
    court: field(data, 'court'),
    docket: field(data, 'docket'),
    title: field(data, 'title'),
    decidedOn: field(data, 'decidedOn') ?? '',
    effect: field(data, 'effect'),
    parties: field(data, 'parties'),
    applicationIds: field(data, 'parties') === 'all' ? [] : fields(data, 'applicationIds'),
    conditions: fields(data, 'conditions'),
    validFrom: field(data, 'validFrom'),
    validTo: field(data, 'validTo'),
    actsOnId: field(data, 'actsOnId'),
    summary: field(data, 'summary'),
  });

export async function recordOrderAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  return perform({ data, path: pathOf(slug, 'orders'), slug, mine: { title: 'An order' }, done: 'recorded' }, async (context) =>
    recordLegalOrder(context, slug, present({ ...orderBody(data), newEvidence: await newEvidenceFrom(context, slug, data) })),
  );
}

export async function amendOrderAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = { ...orderBody(data), ...present({ reason: field(data, 'reason') }) };
  return perform({ data, path: pathOf(slug, 'orders'), slug, mine: mine('A correction', data), done: 'corrected' }, async (context) =>
    amendLegalOrder(
      context,
      field(data, 'orderId') ?? '',
      versionOf(data),
      present({ ...body, newEvidence: await newEvidenceFrom(context, slug, data) }),
    ),
  );
}

export async function endOrderAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ validTo: field(data, 'validTo') ?? '', reason: field(data, 'reason') });
  return perform({ data, path: pathOf(slug, 'orders'), slug, mine: mine('Its end', data), done: 'ended' }, (context) =>
    endLegalOrder(context, field(data, 'orderId') ?? '', versionOf(data), body),
  );
}

/** One day of a calendar, or a calendar of its own. */
export async function changeCalendarAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const day = field(data, 'day') ?? '';
  const act = field(data, 'act');
  const days = act === 'remove' ? { remove: [day] } : act === undefined ? {} : { add: [{ day, closed: act === 'close' }] };
  const body = present({
    calendar: field(data, 'calendar'),
    title: field(data, 'title'),
    base: field(data, 'base'),
    reason: field(data, 'reason'),
    ...days,
  });
  return perform({ data, path: pathOf(slug, 'settings/calendar'), slug, mine: mine('A change', data), done: 'changed' }, (context) =>
    changeCalendar(context, body),
  );
}
