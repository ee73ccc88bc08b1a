/** What programs share: places, organizations, facilities, bookings and sources. Those that exist are used as they are. */
import type pg from 'pg';
import { newId } from '#lib/data/ids.ts';
import { idsByKey, insertRows } from '#lib/data/insert-rows.ts';
import { sortName } from '#lib/data/sql.ts';
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
      source_ids: sources.all(j.sources),
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
