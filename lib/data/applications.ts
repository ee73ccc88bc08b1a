/** Applications with their place, organization, funder's decisions; and operators with their facilities. */
import type { ApplicationView, FacilityView, FunderDecisionView, Grade, Moment, OrganizationLevel, Source } from '#lib/domain/record.ts';
import type { Database } from './client.ts';
import type { Application, FunderDecision, Jurisdiction, Organization } from './generated/client.ts';
import { dateText, requiredDateText } from './instant.ts';
import { pick } from './programs.ts';
import { sourcesOf } from './sources.ts';
import { translated } from './transaction.ts';

type ApplicationRow = Application & { organization: Organization; jurisdiction: Jurisdiction; decisions: FunderDecision[] };

const decisionView = (row: FunderDecision, sources: Map<string, Source>): FunderDecisionView => ({
  id: row.id,
  kind: row.kind === 'report' ? 'report' : 'decision',
  label: row.label,
  decidedOn: requiredDateText(row.decidedOn),
  attributedTo: row.attributedTo,
  grade: row.grade as Grade,
  note: row.note,
  sources: pick(sources, row.sourceIds),
});

function applicationView(row: ApplicationRow, sources: Map<string, Source>): ApplicationView {
  const { jurisdiction: place } = row;
  return {
    id: row.id,
    organization: { id: row.organization.id, name: row.organization.name },
    jurisdiction: {
      name: place.name,
      state: place.state,
      geoid: place.geoid,
      countyName: place.countyName,
      timeZone: place.timeZone,
      note: place.note,
    },
    basis: row.basis,
    basisNote: row.basisNote,
    addressee: row.addressee,
    track: row.track,
    selectedOn: dateText(row.selectedOn),
    letterOnRecord: row.letterOnRecord,
    grade: row.grade as Grade,
    note: row.note,
    sources: pick(sources, row.sourceIds),
    decisions: row.decisions.map((decision) => decisionView(decision, sources)),
  };
}

/** Applications by name, each with the decisions that were made by T and known by K. */
export async function listApplications(db: Database, programId: string, moment: Moment, ids?: string[]): Promise<ApplicationView[]> {
  const known = new Date(moment.knownAt);
  const rows = await translated(
    db.prisma.application.findMany({
      where: { programId, recordedAt: { lte: known }, ...(ids ? { id: { in: ids } } : {}) },
      orderBy: [{ sortName: 'asc' }, { id: 'asc' }],
      include: {
        organization: true,
        jurisdiction: true,
        decisions: {
          where: {
            decidedOn: { lte: new Date(moment.asOfOn) },
            recordedAt: { lte: known },
            OR: [{ supersededAt: null }, { supersededAt: { gt: known } }],
          },
          orderBy: { decidedOn: 'asc' },
        },
      },
    }),
  );
  const sources = await sourcesOf(
    db,
    rows.flatMap((row) => [...row.sourceIds, ...row.decisions.flatMap((decision) => decision.sourceIds)]),
  );
  return rows.map((row) => applicationView(row, sources));
}

/** Where an organization books arrested people, and who runs each facility. */
export async function listBookings(db: Database, organizationIds: string[]): Promise<Map<string, FacilityView[]>> {
  const rows = await translated(
    db.prisma.bookingRelation.findMany({
      where: { organizationId: { in: organizationIds }, supersededAt: null },
      orderBy: { id: 'asc' },
      include: {
        facility: {
          include: {
            // Who ran it before is on record too; who runs it now comes first.
            operations: {
              where: { supersededAt: null },
              orderBy: { validTo: { sort: 'desc', nulls: 'first' } },
              include: { organization: true },
            },
          },
        },
      },
    }),
  );
  const sources = await sourcesOf(
    db,
    rows.flatMap((row) => [...row.sourceIds, ...row.facility.sourceIds]),
  );
  const result = new Map<string, FacilityView[]>();
  for (const row of rows) {
    const operation = row.facility.operations[0];
    const list = result.get(row.organizationId) ?? [];
    list.push({
      id: row.facility.id,
      name: row.facility.name,
      kind: row.facility.kind,
      address: row.facility.address,
      note: row.facility.note,
      // How well it is known that this body books here, not how well the facility is known.
      grade: row.grade as Grade,
      operator: operation
        ? { id: operation.organization.id, name: operation.organization.name, level: operation.organization.level as OrganizationLevel }
        : null,
      operatorSince: operation?.sinceText ?? null,
      operatorUntil: dateText(operation?.validTo ?? null),
      bookingBasis: row.basis,
      sources: pick(sources, [...new Set([...row.sourceIds, ...row.facility.sourceIds])]),
    });
    result.set(row.organizationId, list);
  }
  return result;
}

export interface OperatorView {
  id: string;
  ref: string;
  name: string;
  level: OrganizationLevel;
  state: string | null;
  facilities: FacilityView[];
  /** Organizations that book into its facilities. */
  bookedBy: { organizationId: string; name: string }[];
}

/**
 * Organizations that run a facility, or that were made operators of the program, by name; or only the one asked for.
 * @param organizationId tells who books there of this applicant alone (contributors); null for all
 */
export async function listOperators(db: Database, programId: string, organizationId: string | null, id?: string): Promise<OperatorView[]> {
  const bookings = { supersededAt: null, ...(organizationId === null ? {} : { organizationId }) };
  const rows = await translated(
    db.prisma.organization.findMany({
      where: {
        ...(id ? { id } : {}),
        OR: [{ facilityOperations: { some: { supersededAt: null } } }, { operatorOf: { some: { programId } } }],
      },
      orderBy: { sortName: 'asc' },
      include: {
        facilityOperations: {
          where: { supersededAt: null },
          orderBy: { id: 'asc' },
          include: { facility: { include: { bookings: { where: bookings, include: { organization: true } } } } },
        },
      },
    }),
  );
  const sources = await sourcesOf(
    db,
    rows.flatMap((row) => row.facilityOperations.flatMap((operation) => operation.facility.sourceIds)),
  );
  return rows.map((row) => ({
    id: row.id,
    ref: row.ref,
    name: row.name,
    level: row.level as OrganizationLevel,
    state: row.state,
    facilities: row.facilityOperations.map(({ facility, sinceText, validTo }) => ({
      id: facility.id,
      name: facility.name,
      kind: facility.kind,
      address: facility.address,
      note: facility.note,
      grade: facility.grade as Grade,
      operator: { id: row.id, name: row.name, level: row.level as OrganizationLevel },
      operatorSince: sinceText,
      operatorUntil: dateText(validTo),
      bookingBasis: facility.bookings[0]?.basis ?? null,
      sources: pick(sources, facility.sourceIds),
    })),
    bookedBy: unique(
      row.facilityOperations.flatMap(({ facility }) =>
        facility.bookings.map((b) => ({ organizationId: b.organizationId, name: b.organization.name })),
      ),
    ),
  }));
}

const unique = (list: { organizationId: string; name: string }[]) => [...new Map(list.map((item) => [item.organizationId, item])).values()];
