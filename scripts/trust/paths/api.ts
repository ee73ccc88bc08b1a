/** Performers of the API's writing endpoints, as a token sends them. */

import { LETTER_ENDPOINTS } from './letters-out.ts';
import { MOVE } from './work.ts';
import type { Claim, PathWorld, Performer } from './world.ts';
import { EVIDENCE, FINDING, RECORD } from './world.ts';

type TokenRole = 'analyst' | 'reviewer';

const sending = (world: PathWorld, role: TokenRole, path: string, version: number | null, body?: unknown) => async (): Promise<Claim> => {
  const response = await world.post(role, path, version, body);
  const requestId = response.headers.get('x-request-id') ?? '';
  return path.endsWith('practice-copy') ? { requestId } : { actorId: await world.tokenPrincipal(role), onBehalfOfId: null, requestId };
};

async function proposedByToken(world: PathWorld): Promise<{ id: string; version: number }> {
  const response = await world.post('analyst', `/assessments/${await world.fresh()}/proposals`, 3, FINDING);
  const { id, assessment, proposal } = (await response.json()) as {
    id?: string;
    proposal?: { id: string };
    assessment?: { version: number };
  };
  return { id: proposal?.id ?? id ?? '', version: assessment?.version ?? 4 };
}

export const API_PATHS: Record<string, Performer> = {
  ...LETTER_ENDPOINTS,
  'POST /api/v1/programs/{program}/practice-copy': async (world) => sending(world, 'analyst', `/programs/${RECORD}/practice-copy`, null),
  'POST /api/v1/programs/{program}/letters': async (world) => {
    const letter = { applicationId: await world.applicationId(), url: EVIDENCE.url, answers: [{ condition: 'access', answer: 'yes' }] };
    return sending(world, 'analyst', `/programs/${RECORD}/letters`, null, letter);
  },
  'POST /api/v1/assessments/{id}/status': async (world) => sending(world, 'analyst', `/assessments/${await world.fresh()}/status`, 3, MOVE),
  'POST /api/v1/assessments/{id}/corrections': async (world) => {
    const body = { corrects: 3, to: 'requested', reason: 'Taken up too early.' };
    return sending(world, 'reviewer', `/assessments/${await world.fresh()}/corrections`, 3, body);
  },
  'POST /api/v1/assessments/{id}/proposals': async (world) =>
    sending(world, 'analyst', `/assessments/${await world.fresh()}/proposals`, 3, FINDING),
  'POST /api/v1/proposals/{id}/approve': async (world) => {
    const { id, version } = await proposedByToken(world);
    return sending(world, 'reviewer', `/proposals/${id}/approve`, version, { comment: 'Agreed.' });
  },
  'POST /api/v1/proposals/{id}/return': async (world) => {
    const { id, version } = await proposedByToken(world);
    return sending(world, 'reviewer', `/proposals/${id}/return`, version, { comment: 'Page 2 is missing.' });
  },
};
