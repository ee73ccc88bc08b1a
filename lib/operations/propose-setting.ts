/** Proposes a change of a program's rules: the two-person rule, or who its assessor is. Nothing changes until another person approves. */

import { z } from 'zod';
import type { Queryable } from '#lib/data/client.ts';
import { recordEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { ensureOrganization, findOpenChange, hasFinding, insertSettingChange, type SettingKind } from '#lib/data/setting-changes.ts';
import { AppError } from '#lib/domain/errors.ts';
import { reasonInput } from '#lib/domain/input.ts';
import { ORGANIZATION_LEVELS, type OrganizationLevel, type ProgramView } from '#lib/domain/record.ts';
import { beaten } from './access.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { getProgram } from './get-program.ts';
import { fixedReason } from './get-settings.ts';
import { write } from './write.ts';

const settingInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('two_person_rule'), value: z.enum(['on', 'off'], { error: 'Choose on or off.' }), reason: reasonInput }),
  z.strictObject({
    kind: z.literal('assessor'),
    name: z.string({ error: 'Give the name.' }).trim().min(1, 'Give the name.').max(200, 'The name is too long: at most 200 characters.'),
    level: z.enum(ORGANIZATION_LEVELS, { error: 'Choose the level.' }),
    reason: reasonInput,
  }),
]);
type SettingInput = z.infer<typeof settingInput>;

/**
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request` when it stands so already, `reason_required`,
 * `rule_fixed` with what stands in the way, `proposal_open` with whose
 */
export async function proposeSetting(context: Context, slug: string, body: unknown): Promise<{ changeId: string }> {
  const program = await getProgram(context, slug, 'propose_setting');
  const input = parseInput<SettingInput>(settingInput, body);
  const actor = requireActor(context);
  return write(context, `propose-setting:${program.id}`, input, async (tx) => {
    const text = requireReason(input.reason);
    const wantsOn = input.kind === 'two_person_rule' && input.value === 'on';
    const fixed = fixedReason(program, input.kind, await hasFinding(tx, program.id));
    if (fixed && !wantsOn) throw new AppError('rule_fixed', fixed);
    await requireNoneOpen(tx, program.id, input.kind);
    const value = input.kind === 'assessor' ? await assessorId(tx, context, program, input) : input.value;
    requireDifferent(program, input.kind, value);
    const changeId = newId();
    const by = { proposedById: actor.principalId, proposedOnBehalfOfId: actor.onBehalfOfId };
    const change = { id: changeId, programId: program.id, kind: input.kind, value, reason: text, ...by };
    if (!(await insertSettingChange(tx, change))) {
      await requireNoneOpen(tx, program.id, input.kind);
      throw new AppError('request_in_progress', 'Somebody proposed a change of this rule at the same moment. Try again.');
    }
    await recordEvent(tx, actOf(context), {
      ...streamOf(program.id),
      kind: 'setting_change_proposed',
      reason: text,
      payload: { changeId, kind: input.kind, value },
    });
    return { changeId };
  });
}

/** Rules stand on the program's own stream. */
export const streamOf = (programId: string) => ({ programId, streamId: programId, streamKind: 'program' }) as const;

async function requireNoneOpen(tx: Queryable, programId: string, kind: SettingKind): Promise<void> {
  const open = await findOpenChange(tx, programId, kind);
  if (!open) return;
  throw beaten(
    'A change of this rule is open already. It must be approved or returned first.',
    { status: open.organization?.name ?? `Switch it ${open.value}`, by: open.proposedBy, at: open.proposedAt },
    'proposal_open',
  );
}

function requireDifferent(program: ProgramView, kind: SettingKind, value: string): void {
  const stands = kind === 'assessor' ? program.assessor?.id : program.twoPersonRule ? 'on' : 'off';
  if (stands !== value) return;
  const field = kind === 'assessor' ? 'name' : 'value';
  throw new AppError('invalid_request', kind === 'assessor' ? 'It is the assessor already.' : `The rule is ${value} already.`, { field });
}

async function assessorId(
  tx: Queryable,
  context: Context,
  program: ProgramView,
  { name, level }: { name: string; level: OrganizationLevel },
): Promise<string> {
  const { id, made } = await ensureOrganization(tx, name, level);
  if (made) {
    const payload = { organizationId: id, name, level };
    await recordEvent(tx, actOf(context), { ...streamOf(program.id), kind: 'organization_added', payload });
  }
  return id;
}
