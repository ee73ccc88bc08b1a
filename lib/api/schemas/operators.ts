/** Bodies in control, and who relies on their assessments. */
import { z } from '@hono/zod-openapi';
import { OUTCOMES } from '#lib/domain/reliance.ts';
import { operatorInput } from '#lib/operations/add-operator.ts';
import { endInput } from '#lib/operations/end-reliance.ts';
import { programRelianceInput } from '#lib/operations/record-reliance.ts';
import { assessment, status } from './assessment.ts';
import { listOf, localDate, momentShape } from './common.ts';

const level = z.enum(['city', 'county', 'state', 'federal', 'other']);
const facility = z.strictObject({ id: z.uuid(), name: z.string(), kind: z.string(), since: z.string().nullable() });

export const operator = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    level,
    state: z.string().nullable(),
    facilities: z.array(facility),
    applicants: z
      .array(z.strictObject({ applicationId: z.uuid(), name: z.string() }))
      .openapi({ description: 'Applicants that book there.' }),
    asked: z.boolean().openapi({ description: 'A request to it is on record.' }),
  })
  .openapi('Operator');
export const operatorList = listOf(operator).openapi('OperatorList');

const would = z
  .strictObject(Object.fromEntries(OUTCOMES.map((finding) => [finding, status])) as Record<(typeof OUTCOMES)[number], typeof status>)
  .openapi({ description: 'Where it would stand with each finding for the operator. Arithmetic, not a finding.' });

export const operatorDossier = z
  .strictObject({
    ...operator.shape,
    assessments: z.array(
      z.strictObject({
        condition: z.string(),
        assessmentId: z.uuid().nullable().openapi({ description: 'Null: not assessed on this condition.' }),
        status: status.nullable(),
        reliedOnBy: z.array(z.strictObject({ assessmentId: z.uuid(), name: z.string(), status, would })),
      }),
    ),
    ...momentShape,
  })
  .openapi('OperatorDossier');

export const newOperator = z
  .strictObject({ ...operatorInput.shape })
  .openapi('NewOperator', { description: 'An organization on record by organizationId, or a new one by name and level.' });
export const addedOperator = z
  .strictObject({ operatorId: z.uuid(), made: z.boolean().openapi({ description: 'False: the organization was on record.' }) })
  .openapi('AddedOperator');

export const newReliance = z
  .strictObject({
    ...programRelianceInput.shape,
    validFrom: localDate.openapi({ description: 'The first day. Not after today.' }),
    validTo: localDate.optional().openapi({ description: 'The last day.' }),
    reliesOn: z.array(z.uuid()).min(1).max(20).openapi({ description: "Operators' assessments on the same condition." }),
  })
  .openapi('NewReliance', {
    description: 'If-Match names the version of the assessment that relies. Needs evidence or a booking with a source.',
  });
export const recordedReliance = z.strictObject({ reliance: z.strictObject({ id: z.uuid() }), assessment }).openapi('RecordedReliance');
export const relianceEnd = z
  .strictObject({ ...endInput.shape, endedOn: localDate.openapi({ description: 'The first day on which it no longer holds.' }) })
  .openapi('RelianceEnd');
