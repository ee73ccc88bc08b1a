/** What a city says and asks, and the reads of it: for the test that runs every read as a contributor of another one. */
import { askClarification } from './ask-clarification.ts';
import type { Context } from './context.ts';
import { getExchange } from './get-exchange.ts';
import { getOrganizationPage } from './get-organization-page.ts';
import { getReceipt } from './get-receipt.ts';
import { nameBody } from './name-body.ts';
import { makeOrganization } from './organization.fixture.ts';
import type { World } from './world.fixture.ts';

const receipts: string[] = [];

/** A receipt, a body named and a question asked back, by somebody of this city. */
export async function sayAndAsk(world: World, slug: string, city: string, assessmentId: string): Promise<void> {
  const organization = await makeOrganization(world, city, slug);
  const person = await organization.as(await organization.person(`Somebody of ${city}`));
  await askClarification(person, assessmentId, { question: `What is meant, asks ${city}?` });
  const named = { subjectId: organization.applicationId, conditions: ['access'], bodyName: `The county of ${city}` };
  receipts.push((await nameBody(person, slug, named)).responseId);
}

export const exchangeReads = (
  slug: () => string,
  ids: () => { assessments: string[] },
): Record<string, (context: Context) => Promise<unknown>[]> => ({
  'get-exchange': (context) => ids().assessments.map((id) => getExchange(context, id)),
  'get-organization-page': (context) => [getOrganizationPage(context, slug())],
  'get-receipt': (context) => receipts.map((id) => getReceipt(context, slug(), id)),
});

/** More of others that has to stay hidden, as SQL of ids; `assessments` selects those of others. */
export const exchangeIds = (assessments: string): [string, string][] => [
  ['clarification', `SELECT id FROM clarification WHERE assessment_id IN (${assessments})`],
  ['referral', `SELECT id FROM referral WHERE assessment_id IN (${assessments})`],
];
