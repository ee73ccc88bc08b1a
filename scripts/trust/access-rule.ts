/** What a rule of the access table says. */
import type { Action } from '#lib/domain/permission.ts';

/** What the address or the form names besides the program. */
export type Thing =
  | 'program'
  | 'application'
  | 'assessment'
  | 'operator'
  | 'evidence'
  | 'request'
  | 'response'
  | 'dispute'
  | 'proposal'
  | 'receipt'
  | 'clarification'
  | 'referral'
  | 'reliance'
  | 'member'
  | 'change'
  | 'extension'
  | 'order';

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
