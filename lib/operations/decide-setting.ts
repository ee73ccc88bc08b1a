/** Decides on a proposed change of a program's rules: another person approves it, and it takes effect, or returns it. */
import { z } from 'zod';
import type { Queryable } from '#lib/data/client.ts';
import { applySetting, recordEvent } from '#lib/data/history.ts';
import { isId } from '#lib/data/ids.ts';
import { closeSettingChange, findSettingChange, lockSettingChange, type SettingChange } from '#lib/data/setting-changes.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { beaten, personOf } from './access.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, authorize, type Context, requireActor } from './context.ts';
import { streamOf } from './propose-setting.ts';
import { write } from './write.ts';

const decisionInput = z.strictObject({
  decision: z.enum(['approve', 'return'], { error: 'Approve it or return it.' }),
  comment: z.string().max(4000, 'The comment is too long: at most 4,000 characters.').optional(),
});

export interface DecidedSetting {
  changeId: string;
  state: 'approved' | 'returned';
}

/**
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `proposal_closed` with who decided, `same_person` for the proposer
 * who approves, `reason_required` for a return without comment, `rule_fixed` when a finding came in between
 */
export async function decideSetting(context: Context, changeId: string, body: unknown): Promise<DecidedSetting> {
  requireActor(context);
  const found = isId(changeId) ? await translated(findSettingChange(context.db.pool, changeId)) : null;
  if (!found) throw notFound('The proposed change');
  authorize(context, 'decide_setting', found.programId, 'The proposed change');
  const input = parseInput(decisionInput, body);
  return write(context, `decide-setting:${changeId}`, input, async (tx) => {
    const change = await requireOpenChange(tx, found);
    const comment = input.decision === 'return' ? requireReason(input.comment) : input.comment?.trim() || null;
    const actor = requireActor(context);
    if (input.decision === 'approve' && personOf(actor) === change.proposedById)
      throw new AppError('same_person', 'You proposed this, so somebody else has to approve it.');
    const state = input.decision === 'approve' ? 'approved' : 'returned';
    await closeSettingChange(tx, change, state, { id: actor.principalId, onBehalfOfId: actor.onBehalfOfId }, comment);
    if (state === 'approved') await apply(tx, context, change);
    else {
      const payload = { changeId, kind: change.kind, value: change.value };
      await recordEvent(tx, actOf(context), {
        ...streamOf(change.programId),
        kind: 'setting_change_returned',
        reason: comment,
        payload,
      });
    }
    return { changeId, state };
  });
}

async function requireOpenChange(tx: Queryable, found: SettingChange): Promise<SettingChange> {
  const change = await lockSettingChange(tx, found.programId, found.id);
  if (!change) throw notFound('The proposed change');
  if (change.state === 'open') return change;
  const status = change.state === 'approved' ? 'Approved' : 'Returned';
  throw beaten(
    `This change was already ${change.state}${change.decidedBy ? ` by ${change.decidedBy}` : ''}.`,
    { status, by: change.decidedBy, at: change.decidedAt },
    'proposal_closed',
  );
}

async function apply(tx: Queryable, context: Context, change: SettingChange): Promise<void> {
  const set = change.kind === 'assessor' ? { assessorId: change.value } : { twoPersonRule: change.value === 'on' };
  await applySetting(tx, actOf(context), { programId: change.programId, changeId: change.id, reason: change.reason, set });
}
