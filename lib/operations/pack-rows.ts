/** The rows of a pack that belong to its program: conditions, deadlines, applications, and the public record. */
import type pg from 'pg';
import { newId } from '#lib/data/ids.ts';
import { insertRows } from '#lib/data/insert-rows.ts';
import { sortName } from '#lib/data/sql.ts';
import { dueInstant } from '#lib/domain/deadline.ts';
import type { ProgramPack } from '#lib/domain/pack.ts';
import { Names } from './pack-ids.ts';
import type { PackNames } from './pack-places.ts';

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
        id: newId(),
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
