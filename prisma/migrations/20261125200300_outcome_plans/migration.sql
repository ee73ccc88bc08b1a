-- The same outcomes by the same rules; each row is fetched by its key. Tables that were filled just now have no statistics yet, and
-- without them all periods of the program were read for each assessment. OFFSET 0 keeps the sub-selects as they are written.
-- Locks: none that matter; functions only.

CREATE OR REPLACE FUNCTION proviso_stance(p_program uuid, p_id uuid, OUT stance text, OUT since timestamptz)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  v_was text := 'not_started';
  v_open boolean := true;
  r record;
BEGIN
  stance := 'following';
  since := '-infinity';
  FOR r IN SELECT p.status, s.grouping = 'open' AS open, e.kind, e.effective_at FROM assessment_period p
    JOIN status s ON s.id = p.status
    CROSS JOIN LATERAL (SELECT kind, effective_at FROM event WHERE program_id = p_program AND stream_id = p_id AND sequence = p.known_version OFFSET 0) e
    WHERE p.program_id = p_program AND p.assessment_id = p_id AND p.valid_to = 'infinity' ORDER BY p.known_version LOOP
    IF r.kind NOT IN ('outcome_taken', 'outcome_reopened') AND (r.status <> v_was OR r.kind IN ('status_changed', 'status_corrected')) THEN
      IF NOT r.open THEN
        stance := 'direct';
      ELSIF NOT v_open THEN
        stance := CASE stance WHEN 'direct' THEN 'following' ELSE 'aside' END;
        since := r.effective_at;
      END IF;
    END IF;
    v_was := r.status;
    v_open := r.open;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION proviso_outcome(p_program uuid, p_id uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_names CONSTANT text[] := ARRAY['not_met', 'partly_met', 'unable_to_determine', 'met'];
  v_status text;
  v_zone text;
  v_stance record;
  v_set jsonb;
  v_from timestamptz;
  v_steps jsonb := '[]';
  v_last jsonb;
  r record;
BEGIN
  SELECT a.status, g.zone INTO v_status, v_zone FROM assessment a JOIN program g ON g.id = a.program_id JOIN status s ON s.id = a.status
    WHERE a.program_id = p_program AND a.id = p_id AND s.grouping <> 'closed';
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO v_stance FROM proviso_stance(p_program, p_id);
  IF v_stance.stance <> 'following' THEN RETURN NULL; END IF;
  FOR r IN
    WITH rel AS MATERIALIZED (
      SELECT l.id, l.rule, l.valid_from::timestamp AT TIME ZONE v_zone AS from_at,
        coalesce(least(l.valid_to + 1, x.ended_on)::timestamp AT TIME ZONE v_zone, 'infinity') AS to_at
      FROM reliance l LEFT JOIN reliance_end x ON x.program_id = l.program_id AND x.reliance_id = l.id
      WHERE l.program_id = p_program AND l.assessment_id = p_id),
    part AS MATERIALIZED (
      SELECT rel.id, rel.rule, rel.from_at, rel.to_at, q.valid_from, q.valid_to, array_position(v_names, q.status) AS rank,
        coalesce(q.expires_on::text, '9999-12-31') AS expiry
      FROM rel CROSS JOIN LATERAL (SELECT assessment_id FROM reliance_part WHERE program_id = p_program AND reliance_id = rel.id OFFSET 0) p
      CROSS JOIN LATERAL (SELECT * FROM assessment_period WHERE program_id = p_program AND assessment_id = p.assessment_id
        AND known_to = 'infinity' OFFSET 0) q),
    own AS MATERIALIZED (
      SELECT status, expires_on, valid_from, valid_to FROM assessment_period
      WHERE program_id = p_program AND assessment_id = p_id AND known_to = 'infinity'),
    at AS (
      SELECT DISTINCT t FROM (SELECT from_at AS t FROM rel UNION ALL SELECT to_at FROM rel UNION ALL SELECT valid_from FROM part
        UNION ALL SELECT valid_from FROM own UNION ALL SELECT v_stance.since) i WHERE t >= v_stance.since AND t <= v_now AND t > '-infinity'),
    said AS (
      SELECT at.t, CASE WHEN part.rule = 'all' THEN CASE WHEN count(*) = count(part.rank) THEN min(part.rank) END
          WHEN max(part.rank) = 4 OR count(*) = count(part.rank) THEN max(part.rank) END AS rank,
        CASE WHEN part.rule = 'all' THEN min(part.expiry) ELSE substr(max(part.rank::text || part.expiry), 2) END AS expiry
      FROM at JOIN part ON at.t >= part.from_at AND at.t < part.to_at AND at.t >= part.valid_from AND at.t < part.valid_to
      GROUP BY at.t, part.id, part.rule),
    whole AS (
      SELECT t, CASE WHEN count(*) = count(rank) THEN min(rank) END AS rank, nullif(min(expiry), '9999-12-31')::date AS expires_on FROM said GROUP BY t)
    SELECT at.t, own.status AS held, own.expires_on AS held_expiry,
      CASE WHEN whole.rank IS NOT NULL THEN v_names[whole.rank] WHEN own.status = ANY(v_names) THEN 'under_review' ELSE own.status END AS wanted,
      CASE WHEN whole.rank IS NOT NULL THEN whole.expires_on WHEN own.status = ANY(v_names) THEN NULL ELSE own.expires_on END AS expiry
    FROM at JOIN own ON at.t >= own.valid_from AND at.t < own.valid_to LEFT JOIN whole ON whole.t = at.t ORDER BY at.t
  LOOP
    IF v_set IS NULL THEN
      IF (r.wanted, r.expiry) IS NOT DISTINCT FROM (r.held, r.held_expiry) THEN CONTINUE; END IF;
      v_from := r.t;
      v_set := jsonb_build_object('status', r.wanted, 'expiresOn', r.expiry);
      v_last := v_set;
    ELSIF v_last <> jsonb_build_object('status', r.wanted, 'expiresOn', r.expiry) THEN
      v_last := jsonb_build_object('status', r.wanted, 'expiresOn', r.expiry);
      v_steps := v_steps || jsonb_build_object('effectiveAt', proviso_instant(r.t), 'set', v_last);
    END IF;
  END LOOP;
  IF v_set IS NULL THEN RETURN NULL; END IF;
  RETURN jsonb_build_object('kind', CASE WHEN v_last->>'status' = ANY(v_names) THEN 'outcome_taken' ELSE 'outcome_reopened' END,
    'from', v_status, 'to', v_last->>'status', 'effectiveAt', proviso_instant(v_from), 'set', v_set, 'steps', v_steps);
END $$;
