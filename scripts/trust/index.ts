/** Every trust test, in the order in which they run. A family of tests is one file and one line here. */
import { editTests } from './a-edits.ts';
import { foreignIdTests } from './c-foreign-ids.ts';
import { invitationTests } from './c-invitations.ts';
import { matrixTests } from './c-matrix.ts';
import { operationTests } from './c-operations.ts';
import { requestTests } from './c-requests.ts';
import { sideTests } from './c-sides.ts';
import { twoPeopleTests } from './c-two-people.ts';
import { headerTests } from './d-headers.ts';
import { passwordTests } from './d-passwords.ts';
import { sessionTests } from './d-sessions.ts';
import { hostileTests } from './e-hostile.ts';
import { injectionTests } from './e-input.ts';
import { faultTests } from './f-faults.ts';
import { settingTests } from './f-settings.ts';
import type { TrustTest } from './types.ts';

export const trustTests: readonly TrustTest[] = [
  ...editTests,
  ...matrixTests,
  ...foreignIdTests,
  ...operationTests,
  ...requestTests,
  ...sideTests,
  ...twoPeopleTests,
  ...invitationTests,
  ...sessionTests,
  ...passwordTests,
  ...headerTests,
  ...injectionTests,
  ...hostileTests,
  ...faultTests,
  ...settingTests,
];
