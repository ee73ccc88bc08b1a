/** The rules of a program as they stand, what was proposed, and what stands in the way of a change. */
import { hasFinding, listSettingChanges, type SettingChange, type SettingKind } from '#lib/data/setting-changes.ts';
import { translated } from '#lib/data/transaction.ts';
import { may } from '#lib/domain/permission.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { personOf } from './access.ts';
import { type Context, requireActor } from './context.ts';
import { getProgram } from './get-program.ts';

export type { SettingChange, SettingKind } from '#lib/data/setting-changes.ts';

export interface SettingView {
  kind: SettingKind;
  open: SettingChange | null;
  /** Decided ones, the newest first. */
  past: SettingChange[];
  /** Why this rule cannot be changed at all now; null when it can. */
  fixed: string | null;
  mayPropose: boolean;
  /** Why the asker cannot approve the open change; null when he can, or when none is open. */
  blocked: string | null;
  /** Whether he can return it, which the proposer may do with his own too. */
  mayReturn: boolean;
}

export interface ProgramSettings {
  program: ProgramView;
  twoPersonRule: SettingView;
  assessor: SettingView;
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function getSettings(context: Context, slug: string): Promise<ProgramSettings> {
  const program = await getProgram(context, slug);
  const { pool } = context.db;
  const [changes, found] = await translated(Promise.all([listSettingChanges(pool, program.id), hasFinding(pool, program.id)]));
  const view = (kind: SettingKind): SettingView => {
    const open = changes.find((change) => change.kind === kind && change.state === 'open') ?? null;
    return {
      kind,
      open,
      past: changes.filter((change) => change.kind === kind && change.state !== 'open'),
      fixed: fixedReason(program, kind, found),
      mayPropose: may(requireActor(context).grants, 'propose_setting', program.id),
      blocked: open && blockedReason(context, open),
      mayReturn: open !== null && may(requireActor(context).grants, 'decide_setting', program.id),
    };
  };
  return { program, twoPersonRule: view('two_person_rule'), assessor: view('assessor') };
}

/** Why a rule can no longer be changed, in a sentence; null when it can. Switching the two-person rule on is always possible. */
export function fixedReason(program: ProgramView, kind: SettingKind, found: boolean): string | null {
  if (kind === 'two_person_rule')
    return found && program.twoPersonRule ? 'A finding is on record in this program, so the rule stays on.' : null;
  if (program.recordBasis === 'public_sources' && program.assessor)
    return 'The record of this program is kept from public sources, so no other assessor can be named.';
  if (program.recordBasis === 'public_sources')
    return 'The record of this program is kept from public sources. Nobody can make findings on it, so it takes no assessor.';
  return found ? 'A finding is on record in this program, so its assessor stays the one who made it.' : null;
}

/** Why the asker cannot decide on a change that is open; null when he can. */
export function blockedReason(context: Context, change: SettingChange): string | null {
  const actor = requireActor(context);
  if (!may(actor.grants, 'decide_setting', change.programId)) return 'An approver or another administrator decides this.';
  return personOf(actor) === change.proposedById ? 'You proposed this, so somebody else has to decide it.' : null;
}
