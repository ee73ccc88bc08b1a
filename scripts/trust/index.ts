/** Every trust test, in the order in which they run. A family of tests is one file and one line here. */
import { edgeTests } from './a-edges.ts';
import { editTests } from './a-edits.ts';
import { killAppTests } from './a-kill-app.ts';
import { killDatabaseTests } from './a-kill-database.ts';
import { replayTests } from './a-replay.ts';
import { actorTests } from './b-actors.ts';
import { eventTests } from './b-events.ts';
import { evidenceTests } from './b-evidence.ts';
import { logTests } from './b-log.ts';
import { rewriteTests } from './b-rewrite.ts';
import { secretTests } from './b-secrets.ts';
import { tamperingTests } from './b-tampering.ts';
import { volumeTests } from './b-volume.ts';
import { benchTests } from './p-bench.ts';
import type { TrustTest } from './types.ts';

const consistencyTests = [...editTests, ...replayTests, ...killDatabaseTests, ...killAppTests, ...edgeTests];
const auditTrailTests = [
  ...eventTests,
  ...rewriteTests,
  ...tamperingTests,
  ...volumeTests,
  ...evidenceTests,
  ...secretTests,
  ...actorTests,
  ...logTests,
];

export const trustTests: readonly TrustTest[] = [...consistencyTests, ...auditTrailTests, ...benchTests];
