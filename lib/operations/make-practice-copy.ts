/**
 * Makes a practice copy of a program: the same record and history under new ids, with a practice assessor, where findings
 * can be tried. Every page and file of it is marked "Practice. Not the record."
 */
import type pg from 'pg';
import { holdCalendars } from '#lib/data/calendars.ts';
import { type Act, recordEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertRows } from '#lib/data/insert-rows.ts';
import { insertPrincipal } from '#lib/data/principals.ts';
import { AppError } from '#lib/domain/errors.ts';
import { SYSTEM_STREAM } from '#lib/domain/event.ts';
import { EXAMPLE_CONTRIBUTOR } from '#lib/domain/example.ts';
import { isOutcomeKind } from '#lib/domain/reliance.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { getProgram } from './get-program.ts';
import { AFTER, BEFORE, type Copy, copyExtensions, copyTables, EVIDENCE, type Row, readRows, renamed } from './practice-rows.ts';
import { write } from './write.ts';

const PRACTICE_ASSESSOR = 'practice-assessor';

/** @throws AppError `invalid_request` for a copy of a copy */
export async function makePracticeCopy(context: Context, slug: string): Promise<{ slug: string }> {
  const program = await getProgram(context, slug, 'make_practice_copy');
  if (program.kind === 'practice')
    throw new AppError('invalid_request', 'This is a practice copy already. Copy the record it was made from.', { field: 'program' });
  return write(context, `practice-copy:${program.id}`, slug, async (tx) => {
    // One copy at a time: two would choose the same address.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('proviso.practice-copy'))`);
    // Nobody changes the original while it is read, nor a calendar that its computed deadlines follow.
    await holdCalendars(tx);
    await tx.query('SELECT lock_assessments($1, ARRAY(SELECT id FROM assessment WHERE program_id = $1))', [program.id]);
    const copy: Copy = { tx, context, program, ids: new Map(), now: await instant(tx), act: await copierOf(tx, context) };
    const copySlug = await freeSlug(tx, `${slug}-practice`);
    await copyProgram(copy, copySlug);
    await copyTables(copy, BEFORE);
    await openCopies(copy);
    // What a conclusion rests on is there, and was accepted when it was, before the conclusion is replayed.
    await copyTables(copy, EVIDENCE);
    await copyProposals(copy);
    await copyTables(copy, AFTER);
    await copyExtensions(copy);
    await letExampleIn(copy);
    await recordEvent(tx, actOf(context), {
      programId: copy.ids.get(program.id) ?? '',
      streamId: copy.ids.get(program.id) ?? '',
      streamKind: 'program',
      kind: 'practice_copy_made',
      payload: { of: program.slug },
    });
    return { slug: copySlug };
  });
}

async function copierOf(tx: pg.PoolClient, context: Context): Promise<Act> {
  const actorId = newId();
  await insertPrincipal(tx, { id: actorId, kind: 'import', name: 'Copied from the record', userId: null });
  return { actorId, onBehalfOfId: requireActor(context).principalId, requestId: context.requestId };
}

async function instant(tx: pg.PoolClient): Promise<string> {
  const { rows } = await tx.query<{ now: string }>('SELECT clock_timestamp() AS now');
  return rows[0]?.now ?? '';
}

async function freeSlug(tx: pg.PoolClient, wanted: string): Promise<string> {
  const { rows } = await tx.query<{ slug: string }>('SELECT slug FROM program WHERE slug = $1 OR slug LIKE $2', [wanted, `${wanted}-%`]);
  const taken = new Set(rows.map((row) => row.slug));
  let slug = wanted;
  for (let n = 2; taken.has(slug); n += 1) slug = `${wanted}-${n}`;
  return slug;
}

async function copyProgram(copy: Copy, slug: string): Promise<void> {
  const { tx, program } = copy;
  const id = newId();
  copy.ids.set(program.id, id);
  await insertRows(
    tx,
    'organization',
    [{ id: newId(), ref: PRACTICE_ASSESSOR, name: 'Practice assessor', sort_name: 'practice assessor', level: 'other' }],
    true,
  );
  await tx.query(
    `INSERT INTO program (id, slug, name, kind, copy_of_id, agency, office, summary, zone, calendar, cut_off, record_basis, assessor_id, two_person_rule,
       due_soon_days, standing_lines, facts, created_at)
     SELECT $2, $3, name || $5, 'practice', id, agency, office, summary, zone, calendar, cut_off, record_basis,
       (SELECT id FROM organization WHERE ref = $4), two_person_rule, due_soon_days, standing_lines, facts, clock_timestamp()
     FROM program WHERE id = $1`,
    [program.id, id, slug, PRACTICE_ASSESSOR, ` (${slug.slice(program.slug.length + 1).replace('-', ' ')})`],
  );
  // Whoever holds a role in this program only, holds it in the copy too.
  const { rows } = await tx.query<Row>(
    'SELECT principal_id, role, organization_id FROM membership WHERE program_id = $1 AND revoked_at IS NULL',
    [program.id],
  );
  for (const row of rows) await copyMembership(copy, id, row);
}

async function copyMembership({ tx, act }: Copy, programId: string, row: Row): Promise<void> {
  await tx.query(
    'INSERT INTO membership (id, principal_id, program_id, role, organization_id, granted_at) VALUES ($1, $2, $3, $4, $5, clock_timestamp())',
    [newId(), row.principal_id, programId, row.role, row.organization_id],
  );
  const payload = { principalId: row.principal_id, role: row.role, programId, organizationId: row.organization_id };
  await recordEvent(tx, act, { ...SYSTEM_STREAM, kind: 'role_granted', payload });
}

/** In a demonstration, the example account that answers for a city does so here: for the first one that was written to. */
async function letExampleIn(copy: Copy): Promise<void> {
  const programId = copy.ids.get(copy.program.id) ?? '';
  const { rows } = await copy.tx.query<Row>(
    `SELECT p.id AS principal_id, 'contributor' AS role, a.organization_id FROM principal p JOIN "user" u ON u.id = p.user_id
     JOIN LATERAL (SELECT organization_id FROM application WHERE program_id = $1 AND letter_on_record ORDER BY sort_name LIMIT 1) a ON true
     WHERE u.email = $2 AND p.disabled_at IS NULL AND NOT EXISTS (SELECT FROM membership m LEFT JOIN program g ON g.id = m.program_id
       WHERE m.principal_id = p.id AND g.kind IS DISTINCT FROM 'practice')`,
    [programId, EXAMPLE_CONTRIBUTOR],
  );
  for (const row of rows) await copyMembership(copy, programId, row);
}

/** What an event said; of an erased one, what it changed. */
const CONTENT = `coalesce(e.content, (SELECT jsonb_build_object('reason', NULL, 'payload', x.content::jsonb->'payload'->'kept')::text FROM event x
  WHERE x.program_id = e.program_id AND x.stream_id = e.stream_id AND x.kind = 'content_erased'
    AND (x.content::jsonb->'payload'->>'erased')::int = e.sequence)) AS content`;

/** Opens the copied assessments from their first event; the later events follow with the proposals they need. */
async function openCopies(copy: Copy): Promise<void> {
  for (const row of await readRows(copy, 'assessment', 'ORDER BY id')) {
    const id = newId();
    copy.ids.set(String(row.id), id);
    const { rows } = await copy.tx.query<{ content: string }>(
      `SELECT ${CONTENT} FROM event e WHERE e.program_id = $1 AND e.stream_id = $2 AND e.sequence = 1`,
      [copy.program.id, row.id],
    );
    const content = renamed(copy, JSON.parse(rows[0]?.content ?? '{}'));
    await copy.tx.query('SELECT open_assessment($1::jsonb)', [
      JSON.stringify({
        programId: copy.ids.get(copy.program.id),
        assessmentId: id,
        sortName: row.sort_name,
        ...copy.act,
        content: JSON.stringify(content),
      }),
    ]);
  }
}

async function copyProposals(copy: Copy): Promise<void> {
  const proposals = await readRows(copy, 'proposal');
  for (const proposal of proposals) copy.ids.set(String(proposal.id), newId());
  for (const table of ['response', 'clarification', 'referral', 'note', 'dispute', 'reliance'] as const) {
    for (const row of await readRows(copy, table)) copy.ids.set(String(row.id), newId());
  }
  for (const proposal of proposals.filter((item) => item.state !== 'open')) await copyDecided(copy, renamed(copy, proposal));
  await replay(copy);
  await insertRows(
    copy.tx,
    'proposal',
    proposals.filter((item) => item.state === 'open').map((item) => renamed(copy, item)),
  );
}

/** A proposal begins open and is decided once, in a copy too. */
async function copyDecided({ tx }: Copy, row: Row): Promise<void> {
  const open = { ...row, state: 'open', decided_by_id: null, decided_on_behalf_of_id: null, decided_at: null, comment: null };
  await insertRows(tx, 'proposal', [open]);
  await tx.query(
    `UPDATE proposal SET state = $3, decided_by_id = $4, decided_on_behalf_of_id = $5, decided_at = $6, comment = $7
     WHERE program_id = $1 AND id = $2`,
    [row.program_id, row.id, row.state, row.decided_by_id, row.decided_on_behalf_of_id, row.decided_at, row.comment],
  );
}

/** Each event again, in its order and with its effective instant, by the one who copies and recorded now. */
async function replay(copy: Copy): Promise<void> {
  const { rows } = await copy.tx.query<{ stream_id: string; sequence: number; kind: string; effective_at: string; content: string }>(
    `SELECT e.stream_id, e.sequence, e.kind, e.effective_at, ${CONTENT} FROM event e
     WHERE e.program_id = $1 AND e.stream_kind = 'assessment' AND e.sequence > 1 ORDER BY e.stream_id, e.sequence`,
    [copy.program.id],
  );
  for (const event of rows) {
    const content = renamed(copy, JSON.parse(event.content));
    await copy.tx.query('SELECT record_status($1::jsonb)', [
      JSON.stringify({
        programId: copy.ids.get(copy.program.id),
        assessmentId: copy.ids.get(event.stream_id),
        kind: event.kind,
        effectiveAt: event.effective_at,
        proposalId: content.payload.proposalId ?? null,
        // What was taken is not worked out anew in a copy: it repeats what its original recorded.
        ...(isOutcomeKind(event.kind) ? { copyOf: { streamId: event.stream_id, sequence: event.sequence } } : {}),
        content: JSON.stringify(content),
        ...copy.act,
      }),
    ]);
  }
}
