/** Performers of letters to many, of decisions on what came in, and of disputes. */
import { changeCounting } from '#lib/operations/change-counting.ts';
import { decideDispute } from '#lib/operations/decide-dispute.ts';
import { openDispute } from '#lib/operations/open-dispute.ts';
import { recordLetter } from '#lib/operations/record-letter.ts';
import { reissueRequest } from '#lib/operations/reissue-request.ts';
import { rescindRequest } from '#lib/operations/rescind-request.ts';
import { saveTemplate } from '#lib/operations/save-template.ts';
import { sendRequest } from '#lib/operations/send-request.ts';
import { withdrawDispute } from '#lib/operations/withdraw-dispute.ts';
import type { ActionPerformer, Form, Site } from './site.ts';
import { type Claim, claimOf, EVIDENCE, type PathWorld, type Performer, RECORD } from './world.ts';

type Asker = Awaited<ReturnType<PathWorld['as']>>;

let saved = 0;
const nameOf = (): string => {
  saved += 1;
  return `Template ${saved}`;
};

/** Whom a fresh assessment is about. */
async function addressee({ database, fresh }: PathWorld): Promise<string> {
  const { rows } = await database.owner.query<{ id: string }>('SELECT operator_id AS id FROM assessment WHERE id = $1', [await fresh()]);
  return rows[0]?.id ?? '';
}

const letterTo = (organizationId: string) => ({
  title: 'Questions',
  sentOn: '2026-01-05',
  recipients: [{ organizationId }],
  questions: [{ condition: 'one', text: 'Is there a rule?' }],
  dueOn: '2026-02-05',
  dueBasis: 'As the letter says.',
});

const RESCISSION = { rescindedOn: '2026-01-06', reason: 'Sent in error.' };
const DISPUTE = { kind: 'objection', grounds: 'Another body runs the jail.', asked: 'Ask that body.' };
const DECISION = { outcome: 'dismissed', reason: 'It was asked.' };
const COUNTING = { counts: 'yes', reason: 'It answers the question.' };

interface Sent {
  requestId: string;
  organizationId: string;
}

async function sent(world: PathWorld): Promise<Sent> {
  const organizationId = await addressee(world);
  const { requestId } = await sendRequest(await world.as('analyst'), world.program.slug, letterTo(organizationId));
  return { requestId, organizationId };
}

const again = ({ organizationId }: Sent) => ({ ...letterTo(organizationId), title: 'Questions, again' });

async function disputed(world: PathWorld): Promise<{ disputeId: string; assessmentId: string }> {
  const assessmentId = await world.fresh();
  const { id } = await openDispute(await world.as('analyst'), assessmentId, DISPUTE);
  return { disputeId: id, assessmentId };
}

async function undecided(world: PathWorld): Promise<string> {
  const letter = { applicationId: await world.applicationId(), url: EVIDENCE.url, counts: 'undecided' };
  const { responseId } = await recordLetter(await world.as('analyst'), RECORD, {
    ...letter,
    answeredBy: 'body_in_control',
    answers: [{ condition: 'access', answer: 'yes' }],
  });
  return responseId;
}

/** Somebody of this role does it; what it needs is made before. */
const doing =
  <T>(
    role: 'analyst' | 'reviewer',
    prepare: (world: PathWorld) => Promise<T>,
    act: (context: Asker, made: T, world: PathWorld) => Promise<unknown>,
  ): Performer =>
  async (world) => {
    const [context, made] = [await world.as(role), await prepare(world)];
    return async () => {
      await act(context, made, world);
      return claimOf(context);
    };
  };

export const LETTERS: Record<string, Performer> = {
  'send-request#sendRequest': doing('analyst', addressee, (context, to, { program }) => sendRequest(context, program.slug, letterTo(to))),
  'reissue-request#reissueRequest': doing('analyst', sent, (context, made) => reissueRequest(context, made.requestId, again(made))),
  'rescind-request#rescindRequest': doing('analyst', sent, (context, { requestId }) => rescindRequest(context, requestId, RESCISSION)),
  'save-template#saveTemplate': doing(
    'analyst',
    async () => nameOf(),
    (context, name) => saveTemplate(context, RECORD, { name, subject: 'Hello', body: 'Please answer.', version: 0 }),
  ),
  'change-counting#changeCounting': doing('analyst', undecided, (context, id) => changeCounting(context, id, COUNTING)),
  'open-dispute#openDispute': doing(
    'analyst',
    (world) => world.fresh(),
    (context, id) => openDispute(context, id, DISPUTE),
  ),
  'decide-dispute#decideDispute': doing('reviewer', disputed, (context, { disputeId }) => decideDispute(context, disputeId, DECISION)),
  'withdraw-dispute#withdrawDispute': doing('analyst', disputed, (context, { disputeId }) =>
    withdrawDispute(context, disputeId, { reason: 'Settled.' }),
  ),
};

const posting =
  (role: 'analyst' | 'reviewer', prepare: (world: PathWorld) => Promise<{ path: string; body: unknown }>): Performer =>
  async (world) => {
    const { path, body } = await prepare(world);
    return async (): Promise<Claim> => {
      const response = await world.post(role, path, null, body);
      return { actorId: await world.tokenPrincipal(role), onBehalfOfId: null, requestId: response.headers.get('x-request-id') ?? '' };
    };
  };

export const LETTER_ENDPOINTS: Record<string, Performer> = {
  'POST /api/v1/programs/{program}/requests': posting('analyst', async (world) => ({
    path: `/programs/${world.program.slug}/requests`,
    body: letterTo(await addressee(world)),
  })),
  'POST /api/v1/requests/{id}/reissue': posting('analyst', async (world) => {
    const made = await sent(world);
    return { path: `/requests/${made.requestId}/reissue`, body: again(made) };
  }),
  'POST /api/v1/requests/{id}/rescind': posting('analyst', async (world) => ({
    path: `/requests/${(await sent(world)).requestId}/rescind`,
    body: RESCISSION,
  })),
  'POST /api/v1/assessments/{id}/disputes': posting('analyst', async (world) => ({
    path: `/assessments/${await world.fresh()}/disputes`,
    body: DISPUTE,
  })),
  'POST /api/v1/disputes/{id}/decide': posting('reviewer', async (world) => ({
    path: `/disputes/${(await disputed(world)).disputeId}/decide`,
    body: DECISION,
  })),
  'POST /api/v1/disputes/{id}/withdraw': posting('analyst', async (world) => ({
    path: `/disputes/${(await disputed(world)).disputeId}/withdraw`,
    body: { reason: 'Settled.' },
  })),
};

const calling =
  (role: 'analyst' | 'reviewer', name: string, make: (site: Site) => Promise<{ bound: unknown[]; form: Form }>): ActionPerformer =>
  async (site) => {
    const [person, { bound, form }] = [await site.person(role), await make(site)];
    return () => site.call(person, name, bound, form);
  };

const letterForm = (organizationId: string): Form => ({
  title: 'Questions',
  sentOn: '2026-01-05',
  recipients: organizationId,
  ask: 'one',
  'question.one': 'Is there a rule?',
  dueOn: '2026-02-05',
  dueBasis: 'As the letter says.',
  intent: 'send',
});

export const LETTER_ACTIONS: Record<string, ActionPerformer> = {
  sendRequestAction: calling('analyst', 'sendRequestAction', async ({ world }) => ({
    bound: [world.program.slug],
    form: letterForm(await addressee(world)),
  })),
  rescindRequestAction: calling('analyst', 'rescindRequestAction', async ({ world }) => ({
    bound: [world.program.slug, (await sent(world)).requestId],
    form: RESCISSION,
  })),
  saveTemplateAction: calling('analyst', 'saveTemplateAction', async () => ({
    bound: [RECORD],
    form: { name: nameOf(), subject: 'Hello', body: 'Please answer.', version: '0' },
  })),
  countingAction: calling('analyst', 'countingAction', async ({ world }) => ({
    bound: [RECORD],
    form: { responseId: await undecided(world), ...COUNTING },
  })),
  openDisputeAction: calling('analyst', 'openDisputeAction', async ({ world }) => ({
    bound: [],
    form: { assessmentId: await world.fresh(), ...DISPUTE },
  })),
  decideDisputeAction: calling('reviewer', 'decideDisputeAction', async ({ world }) => ({
    bound: [],
    form: { ...(await disputed(world)), ...DECISION },
  })),
  withdrawDisputeAction: calling('analyst', 'withdrawDisputeAction', async ({ world }) => ({
    bound: [],
    form: { ...(await disputed(world)), reason: 'Settled.' },
  })),
};
