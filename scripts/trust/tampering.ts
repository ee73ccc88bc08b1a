/** Ways in which somebody who owns the database could alter history, each at a random place. */
import type pg from 'pg';
import type { Random } from './random.ts';

/** An event that a tampering is about. */
export interface Place {
  program: string;
  stream: string;
  sequence: number;
  /** The last sequence of its stream. */
  last: number;
  kind: string;
  streamKind: string;
}

export interface Tampering {
  name: string;
  /** Consistent in itself: only a copy of the checkpoints outside the database can show it. */
  onlyByFile: boolean;
  /** Which places it can be done at. */
  at(place: Place): boolean;
  /** @param other another place, of another stream */
  do(client: pg.PoolClient, place: Place, other: Place, random: Random): Promise<unknown>;
}

const WHERE = 'program_id = $1 AND stream_id = $2 AND sequence = $3';
const key = (place: Place) => [place.program, place.stream, place.sequence];

/**
 * What an insider would leave behind: chains hashed anew, heads moved, state and numbers rebuilt, and the checkpoints that
 * covered any of it taken away, as if they had never been made.
 */
export const INSIDER_FUNCTIONS = `
CREATE FUNCTION trust_rehash(p_program uuid, p_stream uuid, p_from int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE e event; h text := coalesce((SELECT hash FROM event WHERE program_id = p_program AND stream_id = p_stream AND sequence = p_from - 1), '');
BEGIN
  FOR e IN SELECT * FROM event WHERE program_id = p_program AND stream_id = p_stream AND sequence >= p_from ORDER BY sequence LOOP
    UPDATE event SET prev_hash = h, content_digest = proviso_content_digest(e.salt, e.content), hash = proviso_event_hash(e.program_id, e.stream_id,
      e.sequence, e.kind, e.payload_version, e.actor_id, e.on_behalf_of_id, e.request_id, e.effective_at, e.recorded_at,
      proviso_content_digest(e.salt, e.content), h)
      WHERE program_id = p_program AND stream_id = p_stream AND sequence = e.sequence RETURNING hash INTO h;
  END LOOP;
END $$;
CREATE FUNCTION trust_move_head(p_program uuid, p_stream uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE e event;
BEGIN
  SELECT * INTO e FROM event WHERE program_id = p_program AND stream_id = p_stream ORDER BY sequence DESC LIMIT 1;
  UPDATE stream SET sequence = e.sequence, head_hash = e.hash, head_recorded_at = e.recorded_at WHERE program_id = p_program AND id = p_stream;
  UPDATE assessment SET version = e.sequence, head_hash = e.hash, head_recorded_at = e.recorded_at,
    state_version = (SELECT max(sequence) FROM event x WHERE x.program_id = p_program AND x.stream_id = p_stream
      AND (x.sequence = 1 OR coalesce(x.content::jsonb->'payload'->'set', '{}') <> '{}'))
    WHERE program_id = p_program AND id = p_stream;
  IF FOUND THEN
    PERFORM rebuild_assessment(p_program, p_stream);
    PERFORM rebuild_counters(p_program);
  END IF;
END $$;
CREATE FUNCTION trust_unseal(p_program uuid, p_stream uuid, p_from int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE c bigint;
BEGIN
  SELECT min(checkpoint) INTO c FROM ledger_seal WHERE program_id = p_program AND stream_id = p_stream AND sequence >= p_from;
  DELETE FROM ledger_seal WHERE checkpoint >= c;
  DELETE FROM ledger_checkpoint WHERE number >= c;
  DELETE FROM ledger_pending;
  INSERT INTO ledger_pending (program_id, stream_id, sequence)
    SELECT e.program_id, e.stream_id, e.sequence FROM event e WHERE e.sequence > coalesce((SELECT max(s.sequence) FROM ledger_seal s
      WHERE s.program_id = e.program_id AND s.stream_id = e.stream_id), 0);
END $$;`;

const coverUp = async (client: pg.PoolClient, { program, stream, sequence }: Place): Promise<void> => {
  await client.query('SELECT trust_rehash($1, $2, $3)', [program, stream, sequence]);
  await client.query('SELECT trust_move_head($1, $2)', [program, stream]);
  await client.query('SELECT trust_unseal($1, $2, $3)', [program, stream, sequence]);
};

/** Another reason under the same events; what they changed stays, so that no replay differs. */
const otherReason = (client: pg.PoolClient, place: Place) =>
  client.query(
    `UPDATE event SET content = jsonb_build_object('reason', 'It was always so.', 'payload', content::jsonb->'payload')::text WHERE ${WHERE}`,
    key(place),
  );

const METADATA = [
  `actor_id = (SELECT id FROM principal p WHERE p.id <> event.actor_id LIMIT 1)`,
  `on_behalf_of_id = (SELECT id FROM principal p WHERE p.id IS DISTINCT FROM event.on_behalf_of_id LIMIT 1)`,
  `effective_at = effective_at - interval '1 day'`,
  `recorded_at = recorded_at - interval '1 microsecond'`,
  `kind = kind || '_'`,
  `payload_version = payload_version + 1`,
  'request_id = gen_random_uuid()',
  `stream_kind = CASE stream_kind WHEN 'program' THEN 'application' ELSE 'program' END`,
];

const PERIOD = [
  `status = CASE status WHEN 'withdrawn' THEN 'requested' ELSE 'withdrawn' END`,
  `known_from = known_from + interval '1 second'`,
  `version = version + 1`,
  'paused = NOT paused',
  `responsible = '[{"id": "nobody", "role": "primary"}]'`,
];

const isAssessment = (place: Place) => place.streamKind === 'assessment';
const hasLater = (place: Place) => place.sequence < place.last;
const anywhere = () => true;

export const TAMPERINGS: readonly Tampering[] = [
  {
    name: 'content edited',
    onlyByFile: false,
    at: anywhere,
    do: (client, place, _, random) =>
      client.query(
        `UPDATE event SET content = overlay(content PLACING (CASE substr(content, $4, 1) WHEN 'x' THEN 'y' ELSE 'x' END) FROM $4 FOR 1) WHERE ${WHERE}`,
        [...key(place), 1 + random.int(20)],
      ),
  },
  {
    name: 'metadata edited',
    onlyByFile: false,
    at: anywhere,
    do: (client, place, _, random) => client.query(`UPDATE event SET ${random.pick(METADATA)} WHERE ${WHERE}`, key(place)),
  },
  {
    name: 'event deleted',
    onlyByFile: false,
    at: anywhere,
    do: (client, place) => client.query(`DELETE FROM event WHERE ${WHERE}`, key(place)),
  },
  {
    name: 'event inserted',
    onlyByFile: false,
    at: anywhere,
    do: async (client, place) => {
      await client.query('UPDATE event SET sequence = -sequence WHERE program_id = $1 AND stream_id = $2 AND sequence > $3', key(place));
      await client.query('UPDATE event SET sequence = 1 - sequence WHERE program_id = $1 AND stream_id = $2 AND sequence < 0', [
        place.program,
        place.stream,
      ]);
      await client.query(
        `INSERT INTO event SELECT (jsonb_populate_record(e, jsonb_build_object('sequence', e.sequence + 1, 'prev_hash', e.hash))).* FROM event e WHERE ${WHERE}`,
        key(place),
      );
    },
  },
  {
    name: 'two events reordered',
    onlyByFile: false,
    at: hasLater,
    do: async (client, place) => {
      const moves = [
        'sequence = 0 WHERE sequence = $3',
        'sequence = $3 WHERE sequence = $3::int + 1',
        'sequence = $3::int + 1 WHERE sequence = 0',
      ];
      for (const move of moves) await client.query(`UPDATE event SET ${move} AND program_id = $1 AND stream_id = $2`, key(place));
    },
  },
  {
    name: 'two rows swapped',
    onlyByFile: false,
    at: anywhere,
    do: (client, place, other) =>
      client.query(
        `UPDATE event e SET kind = o.kind, actor_id = o.actor_id, effective_at = o.effective_at, salt = o.salt, content = o.content, content_digest = o.content_digest
         FROM event o WHERE (e.program_id = $1 AND e.stream_id = $2 AND e.sequence = $3 AND o.program_id = $4 AND o.stream_id = $5 AND o.sequence = $6)
           OR (o.program_id = $1 AND o.stream_id = $2 AND o.sequence = $3 AND e.program_id = $4 AND e.stream_id = $5 AND e.sequence = $6)`,
        [...key(place), ...key(other)],
      ),
  },
  {
    name: 'event moved to another chain',
    onlyByFile: false,
    at: anywhere,
    do: (client, place, other) =>
      client.query(`UPDATE event SET program_id = $4, stream_id = $5, sequence = $6 WHERE ${WHERE}`, [
        ...key(place),
        other.program,
        other.stream,
        other.last + 1,
      ]),
  },
  {
    name: 'period changed',
    onlyByFile: false,
    at: isAssessment,
    do: (client, place, _, random) =>
      client.query(
        `UPDATE assessment_period SET ${random.pick(PERIOD)} WHERE ctid = (SELECT ctid FROM assessment_period
           WHERE program_id = $1 AND assessment_id = $2 ORDER BY known_version DESC, valid_from LIMIT 1)`,
        [place.program, place.stream],
      ),
  },
  {
    name: 'counter changed',
    onlyByFile: false,
    at: anywhere,
    do: (client, _, __, random) =>
      client.query(
        `UPDATE counter_delta SET delta = delta + $1 WHERE ctid = (SELECT ctid FROM counter_delta ORDER BY ctid OFFSET $2 LIMIT 1)`,
        [1 + random.int(5), random.int(40)],
      ),
  },
  {
    name: 'tail rehashed',
    onlyByFile: true,
    at: hasLater,
    do: async (client, place) => {
      await otherReason(client, place);
      await coverUp(client, place);
    },
  },
  {
    name: 'tail cut',
    onlyByFile: true,
    at: (place) => hasLater(place) && place.sequence >= 1,
    do: async (client, place) => {
      const first = { ...place, sequence: place.sequence + 1 };
      // Unsealed while its events are there: afterwards nothing names the checkpoint any more.
      await client.query('SELECT trust_unseal($1, $2, $3)', key(first));
      await client.query('DELETE FROM event WHERE program_id = $1 AND stream_id = $2 AND sequence >= $3', key(first));
      await client.query('DELETE FROM ledger_pending WHERE program_id = $1 AND stream_id = $2 AND sequence >= $3', key(first));
      await client.query('SELECT trust_move_head($1, $2)', [place.program, place.stream]);
    },
  },
  {
    name: 'head replaced',
    onlyByFile: true,
    at: (place) => !hasLater(place),
    do: async (client, place) => {
      await otherReason(client, place);
      await coverUp(client, place);
    },
  },
];
