/** What has to happen when somebody asks for something, by the access table and the permission table alone. */
import { confinedTo, may, mayEverywhere, rolesIn } from '#lib/domain/permission.ts';
import type { AccessRule } from './access-rule.ts';
import type { Person } from './http/people.ts';

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
