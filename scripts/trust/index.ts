/** Every trust test, in the order in which they run. A family of tests is one file and one line here. */
import { edgeTests } from './a-edges.ts';
import { editTests } from './a-edits.ts';
import { killAppTests } from './a-kill-app.ts';
import { killDatabaseTests } from './a-kill-database.ts';
import { replayTests } from './a-replay.ts';
import { actorTests } from './b-actors.ts';
import { erasureTests } from './b-erasure.ts';
import { eventTests } from './b-events.ts';
import { evidenceTests } from './b-evidence.ts';
import { logTests } from './b-log.ts';
import { rewriteTests } from './b-rewrite.ts';
import { secretTests } from './b-secrets.ts';
import { tamperingTests } from './b-tampering.ts';
import { volumeTests } from './b-volume.ts';
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
import { fileTests } from './e-files.ts';
import { hostileTests } from './e-hostile.ts';
import { injectionTests } from './e-input.ts';
import { uploadTests } from './e-uploads.ts';
import { faultTests } from './f-faults.ts';
import { settingTests } from './f-settings.ts';
import { benchTests } from './p-bench.ts';
import type { TrustTest } from './types.ts';

const consistencyTests = [...editTests, ...replayTests, ...killDatabaseTests, ...killAppTests, ...edgeTests];
const auditTrailTests = [
  ...eventTests,
  ...rewriteTests,
  ...tamperingTests,
  ...volumeTests,
  ...evidenceTests,
  ...erasureTests,
  ...secretTests,
  ...actorTests,
  ...logTests,
];
const accessTests = [
  ...matrixTests,
  ...foreignIdTests,
  ...operationTests,
  ...requestTests,
  ...sideTests,
  ...twoPeopleTests,
  ...invitationTests,
];
const sessionAndSignInTests = [...sessionTests, ...passwordTests, ...headerTests];
const inputTests = [...fileTests, ...uploadTests, ...injectionTests, ...hostileTests];
const operatingTests = [...faultTests, ...settingTests];

export const trustTests: readonly TrustTest[] = [
  ...consistencyTests,
  ...auditTrailTests,
  ...accessTests,
  ...sessionAndSignInTests,
  ...inputTests,
  ...operatingTests,
  ...benchTests,
];
