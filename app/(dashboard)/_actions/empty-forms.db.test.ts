/** Every form, sent as empty as it can be: whoever reads the answer reads sentences, and of everything that is missing at once. */
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FormState } from '#components/ui/form-state.ts';
import { ROLES } from '#lib/domain/permission.ts';
import type { Context } from '#lib/operations/context.ts';
import { makePracticeCopy } from '#lib/operations/make-practice-copy.ts';
import { openWorld, type World } from '#lib/operations/world.fixture.ts';

let world: World;
let slug: string;

// Somebody who may do everything, so that no form is refused before it is read.
vi.mock('#lib/server/session.ts', () => ({
  requestContext: async (): Promise<Context> => {
    const context = await world.as('admin');
    const grants = ROLES.map((role) => ({ role, programId: null, organizationId: null }));
    return context.actor ? { ...context, actor: { ...context.actor, grants } } : context;
  },
}));
vi.mock('next/cache', () => ({ revalidatePath: () => undefined }));
vi.mock('next/navigation', () => ({
  redirect: (to: string) => {
    throw new Error(`redirect ${to}`);
  },
}));

beforeAll(async () => {
  world = await openWorld();
  ({ slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017'));
}, 60_000);
afterAll(() => world.close());

type Action = (...args: unknown[]) => Promise<FormState | null>;

/** What only a validator says of itself. */
const RAW = /too small|too big|invalid (input|option|uuid|url|string)|expected |received |undefined|\w+(\.\w+)*: (is|not|give|choose|at) /i;
const MISSING = '01900000-0000-7000-8000-000000000000';

/** The state of a form, its data last and its state before that; what pages bind stands before both. */
async function send(action: Action, fields: Record<string, string>): Promise<FormState | null> {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  const bound = [slug, MISSING].slice(0, action.length - 2);
  try {
    return await action(...bound, null, data);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('redirect')) return null;
    throw error;
  }
}

const modules = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('-actions.ts'));

test.each(modules)('%s: an empty form is answered in sentences', async (name) => {
  const actions = Object.entries((await import(/* @vite-ignore */ `${import.meta.dirname}/${name}`)) as Record<string, Action>);
  const row = await world.row(slug, 'Stockton', 'access');
  const requestId = (await world.owner.query<{ id: string }>('SELECT id FROM request LIMIT 1')).rows[0]?.id ?? '';
  expect(actions.length).toBeGreaterThan(0);
  for (const [action, run] of actions) {
    for (const fields of [{}, { assessmentId: row.id, version: String(row.version), requestId }]) {
      const state = await send(run, fields);
      const said = [state?.title ?? '', ...Object.values(state?.fieldErrors ?? {})];
      expect(
        said.filter((text) => RAW.test(text)),
        action,
      ).toEqual([]);
      expect(
        Object.values(state?.fieldErrors ?? {}).filter((text) => !text.endsWith('.')),
        action,
      ).toEqual([]);
    }
  }
});

test.each([
  'title: Too small: expected string to have >=1 characters.',
  'wantedOn: Invalid input: expected string, received undefined.',
  'validTo: give a date.',
])('control: %s', (text) => {
  expect(text).toMatch(RAW);
});

describe('everything that is missing is named at once', () => {
  test('a letter', async () => {
    const { sendRequestAction } = await import('./request-actions.ts');
    const state = await send(sendRequestAction as Action, {});
    expect(state?.title).toBe('5 things need a look.');
    expect(state?.fieldErrors).toEqual({
      title: 'This is needed.',
      sentOn: 'Give a date.',
      recipients: 'Choose at least one recipient.',
      questions: 'Ask at least one question.',
      dueOn: 'Say by when an answer is asked for: a deadline, or a date.',
    });
  });

  test('more time', async () => {
    const { askExtensionAction } = await import('./deadline-actions.ts');
    const state = await send(askExtensionAction as Action, {});
    expect(Object.keys(state?.fieldErrors ?? {}).sort()).toEqual(['applicationIds', 'deadlineId', 'reason', 'wantedOn']);
    expect(state?.fieldErrors.wantedOn).toBe('Give a date.');
  });

  test('an order that stays another for named parties, and its end', async () => {
    const { endOrderAction, recordOrderAction } = await import('./deadline-actions.ts');
    const state = await send(recordOrderAction as Action, { effect: 'stayed_pending_appeal', parties: 'named' });
    expect(Object.keys(state?.fieldErrors ?? {}).sort()).toEqual([
      'actsOnId',
      'applicationIds',
      'court',
      'decidedOn',
      'docket',
      'summary',
      'title',
    ]);
    const { recordLegalOrder } = await import('#lib/operations/record-legal-order.ts');
    const body = { court: 'C', docket: 'D', title: 'T', decidedOn: '2017-08-10', effect: 'suspends_deadline', summary: 'S' };
    const { orderId } = await recordLegalOrder(await world.as('counsel'), slug, body);
    const end = await send(endOrderAction as Action, { orderId, version: '1' });
    expect(Object.keys(end?.fieldErrors ?? {}).sort()).toEqual(['reason', 'validTo']);
  });
});
