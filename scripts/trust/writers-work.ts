/** For C4: calls of giving work, mentions and preferences that would be accepted, but for one key more in their body. */
import type { Stage } from './http/stage.ts';

export const writersOfWork = ({ own, people: { analyst } }: Stage) => ({
  assignAssessment: { as: analyst, args: [own.openAssessment, 1], body: { assigneeId: null }, knows: ['assigneeId'] },
  readMentions: { as: analyst, args: [], body: { noteIds: [own.assessment] }, knows: ['noteIds'] },
  setPreferences: { as: analyst, args: [], body: { zone: null, digest: true, digestHour: 8 }, knows: ['zone', 'digest', 'digestHour'] },
});
