/** Letters and disputes for the test of confinement: something of each city to hide, and every operation that reads them. */
import type { Context } from './context.ts';
import { exportLetter } from './export-letter.ts';
import { getLetter } from './get-letter.ts';
import { getRequest } from './get-request.ts';
import { getRequestForm } from './get-request-form.ts';
import { listDisputes } from './list-disputes.ts';
import { listRequests } from './list-requests.ts';
import { listResponses } from './list-responses.ts';
import { listTemplates } from './list-templates.ts';
import { openDispute } from './open-dispute.ts';
import { previewRequest } from './preview-request.ts';
import { letterTo, organizationsOf } from './requests.fixture.ts';
import { sendRequest } from './send-request.ts';
import type { World } from './world.fixture.ts';

/** A letter to all, one to each city alone, and an objection on each. */
export async function writeToEveryCity(world: World, analyst: Context, slug: string): Promise<void> {
  const cities = await organizationsOf(analyst, slug);
  await sendRequest(analyst, slug, letterTo(Object.values(cities)));
  for (const [city, organizationId] of Object.entries(cities)) {
    await sendRequest(analyst, slug, letterTo([organizationId]));
    const { id } = await world.row(slug, city, 'access');
    await openDispute(analyst, id, { kind: 'objection', grounds: 'The county runs the jail.', asked: 'Ask the county.' });
  }
}

type Read = (context: Context) => Promise<unknown>[];

/** @param asked gives the program's address, its assessments, and its letters with everybody that one went to */
export function letterReads(
  asked: () => { slug: string; assessments: string[]; requests: string[]; organizations: string[] },
): Record<string, Read> {
  const lettersOf = (read: (request: string, organization: string) => Promise<unknown>): Promise<unknown>[] =>
    asked().requests.flatMap((request) => asked().organizations.map((organization) => read(request, organization)));
  return {
    'export-letter': (context) => lettersOf((id, to) => exportLetter(context, id, to).then(({ filename }) => filename)),
    'get-letter': (context) => lettersOf((id, to) => getLetter(context, id, to)),
    'get-request': (context) => asked().requests.map((id) => getRequest(context, id)),
    'get-request-form': (context) => [getRequestForm(context, asked().slug)],
    'list-disputes': (context) => asked().assessments.map((id) => listDisputes(context, id)),
    'list-requests': (context) => [listRequests(context, asked().slug)],
    'list-responses': (context) => [listResponses(context, asked().slug), listResponses(context, asked().slug, { counts: 'no' })],
    'list-templates': (context) => [listTemplates(context, asked().slug)],
    'preview-request': (context) => [previewRequest(context, asked().slug, letterTo(asked().organizations))],
  };
}
