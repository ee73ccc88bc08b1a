/** The rows of a pack's reference data: places, organizations, facilities, conditions, and the public record. */
import type pg from 'pg';
import { newId } from '#lib/data/ids.ts';
import { idsByKey, insertRows } from '#lib/data/insert-rows.ts';
import { sortName } from '#lib/data/sql.ts';
import { dueInstant } from '#lib/domain/deadline.ts';
import type { ProgramPack } from '#lib/domain/pack.ts';
import { Names } from './pack-ids.ts';

export interface PackNames {
  programId: string;
  sources: Names;
  jurisdictions: Names;
  organizations: Names;
  facilities: Names;
  conditions: Names;
  versions: Names;
  deadlines: Names;
  applications: Names;
}

/** Places, organizations, facilities and sources are shared by programs: those that exist are used as they are. */
export async function insertShared(tx: pg.PoolClient, pack: ProgramPack, programId: string, at: string): Promise<PackNames> {
  await insertRows(
    tx,
    'source',
    pack.sources.map((s) => ({
      id: newId(),
      ref: s.ref,
      title: s.title,
      publisher: s.publisher,
      dated_text: s.dated,
      public_on: s.publicOn,
      url: s.url,
      kind: s.kind,
      seen: s.seen,
      note: s.note,
    })),
    true,
  );
  const sources = new Names(
    'source',
    await idsByKey(
      tx,
      'source',
      pack.sources.map((s) => s.ref),
    ),
  );
  await insertRows(
    tx,
    'jurisdiction',
    pack.jurisdictions.map((j) => ({
      id: newId(),
      geoid: j.geoid,
      name: j.name,
      state: j.state,
      kind: j.kind,
      county_name: j.countyName,
      county_geoid: j.countyGeoid,
      time_zone: j.timeZone,
      population: j.population,
      note: j.note,
      sort_name: sortName(j.name),
    })),
    true,
  );
  const byGeoid = await idsByKey(
    tx,
    'jurisdiction',
    pack.jurisdictions.map((j) => j.geoid),
  );
  const jurisdictions = new Names('jurisdiction', new Map(pack.jurisdictions.map((j) => [j.ref, byGeoid.get(j.geoid) ?? ''])));
  await insertRows(
    tx,
    'organization',
    pack.organizations.map((o) => ({
      id: newId(),
      ref: o.ref,
      name: o.name,
      sort_name: sortName(o.name),
      level: o.level,
      state: o.state,
      jurisdiction_id: jurisdictions.orNull(o.jurisdiction),
    })),
    true,
  );
  const organizations = new Names(
    'organization',
    await idsByKey(
      tx,
      'organization',
      pack.organizations.map((o) => o.ref),
    ),
  );
  const facilities = await insertFacilities(tx, pack, { sources, organizations }, at);
  return {
    programId,
    sources,
    jurisdictions,
    organizations,
    facilities,
    conditions: Names.of('condition', pack.conditions),
    versions: Names.of('condition', pack.conditions),
    deadlines: Names.of('deadline', pack.deadlines),
    applications: Names.of('application', pack.applications),
  };
}

async function insertFacilities(
  tx: pg.PoolClient,
  pack: ProgramPack,
  names: Pick<PackNames, 'sources' | 'organizations'>,
  at: string,
): Promise<Names> {
  const refs = pack.facilities.map((f) => f.ref);
  const before = await idsByKey(tx, 'facility', refs);
  const added = pack.facilities.filter((f) => !before.has(f.ref));
  await insertRows(
    tx,
    'facility',
    added.map((f) => ({
      id: newId(),
      ref: f.ref,
      name: f.name,
      kind: f.kind,
      address: f.address,
      note: f.note,
      grade: f.grade,
      source_ids: names.sources.all(f.sources),
    })),
  );
  const facilities = new Names('facility', await idsByKey(tx, 'facility', refs));
  await insertRows(
    tx,
    'facility_operation',
    added.map((f) => ({
      id: newId(),
      facility_id: facilities.get(f.ref),
      organization_id: names.organizations.get(f.operator),
      since_text: f.operatorSince,
      grade: f.grade,
      source_ids: names.sources.all(f.sources),
      recorded_at: at,
    })),
  );
  await insertRows(
    tx,
    'booking_relation',
    pack.bookings
      .filter((b) => !before.has(b.facility))
      .map((b) => ({
        id: newId(),
        organization_id: names.organizations.get(b.organization),
        facility_id: facilities.get(b.facility),
        basis: b.basis,
        grade: b.grade,
        source_ids: names.sources.all(b.sources),
        recorded_at: at,
      })),
  );
  return facilities;
}

/** The program itself with its conditions and deadlines. Sources named inside `facts` become ids. */
export async function insertProgram(tx: pg.PoolClient, pack: ProgramPack, names: PackNames, at: string): Promise<void> {
  const { program } = pack;
  await insertRows(tx, 'program', [
    {
      id: names.programId,
      slug: program.slug,
      name: program.name,
      kind: 'record',
      agency: program.agency,
      office: program.office,
      summary: program.summary,
      zone: program.zone,
      calendar: program.calendar,
      cut_off: program.cutOff,
      record_basis: program.recordBasis,
      two_person_rule: true,
      due_soon_days: program.dueSoonDays,
      standing_lines: program.standingLines,
      facts: program.facts,
      created_at: at,
    },
  ]);
  await insertRows(
    tx,
    'condition',
    pack.conditions.map((c, i) => ({
      program_id: names.programId,
      id: names.conditions.get(c.ref),
      ref: c.ref,
      title: c.title,
      sort_order: i + 1,
      tracked: c.tracked,
    })),
  );
  await insertRows(
    tx,
    'condition_version',
    pack.conditions.map(({ ref, version: v }) => ({
      program_id: names.programId,
      id: names.versions.get(ref),
      condition_id: names.conditions.get(ref),
      version: 1,
      wording: v.wording,
      nature: v.nature,
      reason: v.reason,
      action_required: v.actionRequired,
      time_allowed: v.timeAllowed,
      reconsideration: v.reconsideration,
      citation: v.citation,
      cited_on: v.citedOn,
      grade: v.grade,
      source_ids: names.sources.all(v.sources),
      note: v.note,
      valid_from: v.validFrom,
      recorded_at: at,
    })),
  );
  await insertRows(
    tx,
    'deadline',
    pack.deadlines.map((d) => ({
      program_id: names.programId,
      id: names.deadlines.get(d.ref),
      label: d.label,
      due_on: d.dueOn,
      cut_off: d.cutOff,
      zone: d.zone,
      time_stated: d.timeStated,
      zone_stated: d.zoneStated,
      due_at: dueInstant(d, program.zone).dueAt,
      basis: d.basis,
      grade: d.grade,
      source_ids: names.sources.all(d.sources),
      recorded_at: at,
    })),
  );
}

export async function insertApplications(tx: pg.PoolClient, pack: ProgramPack, names: PackNames, at: string): Promise<void> {
  const places = new Map(pack.jurisdictions.map((j) => [j.ref, j.name]));
  await insertRows(
    tx,
    'application',
    pack.applications.map((a) => ({
      program_id: names.programId,
      id: names.applications.get(a.ref),
      organization_id: names.organizations.get(a.organization),
      jurisdiction_id: names.jurisdictions.get(a.jurisdiction),
      basis: a.basis,
      basis_note: a.basisNote,
      addressee: a.addressee,
      track: a.track,
      selected_on: a.selectedOn,
      letter_on_record: a.letterOnRecord,
      grade: a.grade,
      source_ids: names.sources.all(a.sources),
      note: a.note,
      sort_name: sortName(places.get(a.jurisdiction) ?? a.organization),
      recorded_at: at,
    })),
  );
  await insertRows(
    tx,
    'funder_decision',
    pack.applications.flatMap((a) =>
      a.decisions.map((d) => ({
        program_id: names.programId,
        id: newId(),
        application_id: names.applications.get(a.ref),
        kind: d.kind,
        label: d.label,
        decided_on: d.decidedOn,
        attributed_to: d.attributedTo,
        grade: d.grade,
        source_ids: names.sources.all(d.sources),
        note: d.note,
        recorded_at: at,
      })),
    ),
  );
}

/** The public record: entries with what they are about, conflicts between sources, and what could not be verified. */
export async function insertRecord(tx: pg.PoolClient, pack: ProgramPack, names: PackNames, at: string): Promise<void> {
  const entries = Names.of('record entry', pack.recordEntries);
  await insertRows(
    tx,
    'record_entry',
    pack.recordEntries.map((e) => ({
      program_id: names.programId,
      id: entries.get(e.ref),
      ref: e.ref,
      kind: e.kind,
      date_text: e.date,
      date_precision: e.precision,
      sort_on: e.sortOn,
      title: e.title,
      paraphrase: e.paraphrase,
      attributed_to: e.attributedTo,
      grade: e.grade,
      source_ids: names.sources.all(e.sources),
      public_on: e.publicOn,
      condition_id: names.conditions.orNull(e.condition),
      side: e.side,
      note: e.note,
      recorded_at: at,
    })),
  );
  await insertRows(
    tx,
    'record_entry_subject',
    pack.recordEntries.flatMap((e) =>
      e.subjects.map((s) => ({
        program_id: names.programId,
        entry_id: entries.get(e.ref),
        application_id: names.applications.get(s.application),
        operator_id: names.organizations.orNull(s.operator),
        grade: s.grade,
        note: s.note,
      })),
    ),
  );
  await insertRows(
    tx,
    'record_issue',
    pack.recordIssues.map((issue, i) => ({
      program_id: names.programId,
      id: newId(),
      ref: issue.ref,
      kind: issue.kind,
      topic: issue.topic,
      resolution: issue.resolution,
      sort_order: i + 1,
      recorded_at: at,
      versions: issue.versions.map((version) => ({ says: version.says, sourceIds: names.sources.all(version.sources) })),
    })),
  );
}
