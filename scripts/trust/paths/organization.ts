/**
 * Performers of what an organization does that answers. Drafts are not yet said: their paths write no event, and the test holds that
 * they touch no table but those of drafts.
 */
import { randomUUID } from 'node:crypto';
import { answerClarification } from '#lib/operations/answer-clarification.ts';
import { askClarification } from '#lib/operations/ask-clarification.ts';
import type { Context } from '#lib/operations/context.ts';
import { createAccount } from '#lib/operations/create-account.ts';
import { discardDraft } from '#lib/operations/discard-draft.ts';
import { getExchange } from '#lib/operations/get-exchange.ts';
import { nameBody } from '#lib/operations/name-body.ts';
import { passOnReferral } from '#lib/operations/pass-on-referral.ts';
import { recallResponse } from '#lib/operations/recall-response.ts';
import { saveDraft } from '#lib/operations/save-draft.ts';
import { signOffDraft } from '#lib/operations/sign-off-draft.ts';
import { submitDraft } from '#lib/operations/submit-draft.ts';
import type { ActionPerformer, Form, Site } from './site.ts';
import { claimOf, type PathWorld, type Performer, RECORD } from './world.ts';

type Person = Context & { actor: NonNullable<Context['actor']> };

interface Place {
  programId: string;
  organizationId: string;
  applicationId: string;
  assessmentId: string;
}

let taken = 0;

/** An applicant of the record; each call takes the next one, so that drafts do not meet. */
async function placeOf({ database }: PathWorld): Promise<Place> {
  const { rows } = await database.owner.query<Place>(
    `SELECT p.id AS "programId", ap.organization_id AS "organizationId", ap.id AS "applicationId", a.id AS "assessmentId"
     FROM application ap JOIN program p ON p.id = ap.program_id JOIN assessment a ON a.program_id = p.id AND a.application_id = ap.id
     JOIN condition c ON c.program_id = p.id AND c.id = a.condition_id WHERE p.slug = $1 AND c.ref = 'access' ORDER BY ap.sort_name`,
    [RECORD],
  );
  taken += 1;
  const place = rows[taken % rows.length];
  if (!place) throw new Error('The record has no applicant with an assessment.');
  await database.owner.query('DELETE FROM response_draft WHERE program_id = $1 AND application_id = $2', [
    place.programId,
    place.applicationId,
  ]);
  return place;
}

const grantsOf = ({ programId, organizationId }: Place) => [{ role: 'contributor' as const, programId, organizationId }];

async function personOf(world: PathWorld, place: Place): Promise<Person> {
  const account = { userId: null, name: 'Somebody of a city', kind: 'person' as const, roles: [], programId: null, grantedById: null };
  const principalId = await createAccount(world.database.db, account);
  const actor = { principalId, name: account.name, kind: 'person', onBehalfOfId: null, grants: grantsOf(place) };
  return { ...(await world.as('viewer')), actor, requestId: randomUUID() };
}

const subjectOf = ({ applicationId }: Place) => ({ subjectId: applicationId });
const draftOf = (place: Place) => ({ ...subjectOf(place), answers: [{ condition: 'access', answer: 'yes', words: 'Words.' }] });

async function drafted(world: PathWorld): Promise<{ place: Place; person: Person }> {
  const place = await placeOf(world);
  const person = await personOf(world, place);
  await saveDraft(person, RECORD, 0, draftOf(place));
  return { place, person };
}

async function submitted(world: PathWorld): Promise<{ place: Place; person: Person; responseId: string }> {
  const { place, person } = await drafted(world);
  const { responseId } = await submitDraft(person, RECORD, 1, subjectOf(place));
  return { place, person, responseId };
}

async function asked(world: PathWorld): Promise<string> {
  const place = await placeOf(world);
  return (await askClarification(await personOf(world, place), place.assessmentId, { question: 'What is meant?' })).id;
}

/** A body known by its name alone, and one that runs a jail there. */
async function named(world: PathWorld): Promise<{ assessmentId: string; referralId: string; operatorId: string }> {
  const place = await placeOf(world);
  await nameBody(await personOf(world, place), RECORD, { ...subjectOf(place), ...BODY });
  const { referrals, bodies } = await getExchange(await world.as('analyst'), place.assessmentId);
  const referral = referrals.findLast(({ passedOn }) => passedOn === null);
  return { assessmentId: place.assessmentId, referralId: referral?.id ?? '', operatorId: bodies[0]?.id ?? '' };
}

const DUE = '2030-01-15';
const BODY = { conditions: ['access'], bodyName: 'A sheriff' };

export const ORGANIZATION: Record<string, Performer> = {
  'submit-draft#submitDraft': async (world) => {
    const { place, person } = await drafted(world);
    return async () => {
      await submitDraft(person, RECORD, 1, subjectOf(place));
      return claimOf(person);
    };
  },
  'name-body#nameBody': async (world) => {
    const place = await placeOf(world);
    const person = await personOf(world, place);
    return async () => {
      await nameBody(person, RECORD, { ...subjectOf(place), ...BODY });
      return claimOf(person);
    };
  },
  'recall-response#recallResponse': async (world) => {
    const { person, responseId } = await submitted(world);
    const again = { ...person, requestId: randomUUID() };
    return async () => {
      await recallResponse(again, RECORD, responseId, { reason: 'The wrong letter.' });
      return claimOf(again);
    };
  },
  'ask-clarification#askClarification': async (world) => {
    const place = await placeOf(world);
    const person = await personOf(world, place);
    return async () => {
      await askClarification(person, place.assessmentId, { question: 'What is meant?' });
      return claimOf(person);
    };
  },
  'answer-clarification#answerClarification': async (world) => {
    const [context, id] = [await world.as('analyst'), await asked(world)];
    return async () => {
      await answerClarification(context, id, { answer: 'This.' });
      return claimOf(context);
    };
  },
  'pass-on-referral#passOnReferral': async (world) => {
    const [context, { referralId, operatorId }] = [await world.as('analyst'), await named(world)];
    return async () => {
      await passOnReferral(context, referralId, { operatorId, dueOn: DUE });
      return claimOf(context);
    };
  },
};

/** Operations that write without an event, each with the reason and its performance. */
export const UNSAID: Record<string, Performer> = {
  'save-draft#saveDraft': async (world) => {
    const place = await placeOf(world);
    const person = await personOf(world, place);
    return async () => {
      await saveDraft(person, RECORD, 0, draftOf(place));
      return {};
    };
  },
  'sign-off-draft#signOffDraft': async (world) => {
    const { place } = await drafted(world);
    const counsel = await personOf(world, place);
    return async () => {
      await signOffDraft(counsel, RECORD, 1, { ...subjectOf(place), title: 'City attorney' });
      return {};
    };
  },
  'discard-draft#discardDraft': async (world) => {
    const { place, person } = await drafted(world);
    return async () => {
      await discardDraft(person, RECORD, 1, subjectOf(place));
      return {};
    };
  },
};

/** A signed-in person of the place: the site makes one without a role, who is given this one. */
async function signedIn({ web, world, person }: Site, place: Place) {
  const made = await person('contributor');
  const { principalId } = made.context.actor;
  await web.database.owner.query('UPDATE membership SET program_id = $2, organization_id = $3 WHERE principal_id = $1', [
    principalId,
    place.programId,
    place.organizationId,
  ]);
  const actor = { ...made.context.actor, grants: grantsOf(place) };
  return { ...made, context: { ...(await world.as('viewer')), actor, requestId: randomUUID() } };
}

const calling =
  (name: string, form: (place: Place) => Form): ActionPerformer =>
  async (site) => {
    const place = await placeOf(site.world);
    const person = await signedIn(site, place);
    return () => site.call(person, name, [RECORD], form(place));
  };

export const ORGANIZATION_ACTIONS: Record<string, ActionPerformer> = {
  submitDraftAction: async (site) => {
    const { place } = await drafted(site.world);
    const person = await signedIn(site, place);
    return () => site.call(person, 'submitDraftAction', [RECORD], { ...subjectOf(place), version: '1' });
  },
  askClarificationAction: calling('askClarificationAction', ({ assessmentId }) => ({ id: assessmentId, question: 'What is meant?' })),
  nameBodyAction: calling('nameBodyAction', (place) => ({
    ...subjectOf(place),
    conditions: 'access',
    operatorId: 'other',
    bodyName: 'A sheriff',
  })),
  answerClarificationAction: async (site) => {
    const [analyst, id] = [await site.person('analyst'), await asked(site.world)];
    return () => site.call(analyst, 'answerClarificationAction', [], { id, assessmentId: id, answer: 'This.' });
  },
  objectAction: calling('objectAction', ({ assessmentId }) => ({
    id: assessmentId,
    kind: 'objection',
    grounds: 'It is not ours.',
    asked: 'Ask the county.',
  })),
  passOnAction: async (site) => {
    const [analyst, { assessmentId, referralId, operatorId }] = [await site.person('analyst'), await named(site.world)];
    return () => site.call(analyst, 'passOnAction', [], { id: referralId, assessmentId, operatorId, dueOn: DUE });
  },
  askTimeAction: async (site) => {
    const place = await placeOf(site.world);
    const person = await signedIn(site, place);
    const { rows } = await site.web.database.owner.query<{ id: string }>('SELECT deadline_id AS id FROM assessment WHERE id = $1', [
      place.assessmentId,
    ]);
    const form = { ...subjectOf(place), deadlineId: rows[0]?.id ?? '', wantedOn: DUE, reason: 'The council meets later.' };
    return () => site.call(person, 'askTimeAction', [RECORD], form);
  },
  recallResponseAction: async (site) => {
    const { place, responseId } = await submitted(site.world);
    const person = await signedIn(site, place);
    return () => site.call(person, 'recallResponseAction', [RECORD, responseId], { reason: 'The wrong letter.' });
  },
};

/** Actions that record nothing in the history, and why. */
export const UNSAID_ACTIONS: Record<string, string> = {
  saveDraftAction: 'a draft is not yet said',
  signOffAction: 'a draft is not yet said, nor is a sign-off on it',
  discardDraftAction: 'a draft that was never said is thrown away',
  checkReceiptAction: 'compares a text with the record and writes nothing',
};
