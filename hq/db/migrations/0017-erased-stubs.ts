/**
 * The enrolment of an erased member. Its bytes say who it was, and the chain of hashes is over its bytes: so the
 * hashes stay as they were, and the bytes give way to the same event without the person, marked `erased`. That is
 * the one change a row of `event` allows, and only for a member who was erased.
 */
const redaction = `
CREATE FUNCTION erased_stub(raw bytea) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT convert_to((stub || jsonb_build_object('erased', true, 'body', (stub->'body')
    || '{"name":"-","mobile":"+886900000000","birthday":null,"cardCode":"","invitedByCode":null}'::jsonb
    ))::text, 'UTF8')
  FROM (SELECT convert_from(raw, 'UTF8')::jsonb AS stub) AS told
$$;

CREATE FUNCTION refuse_event_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.type = 'member_stub' AND OLD.status IN ('applied', 'duplicate') THEN
    IF to_jsonb(NEW) - 'raw_body' = to_jsonb(OLD) - 'raw_body'
      AND NEW.raw_body = erased_stub(OLD.raw_body)
      AND EXISTS (SELECT FROM member WHERE tenant_id = OLD.tenant_id AND erased
        AND member_id = (convert_from(OLD.raw_body, 'UTF8')::jsonb->>'member')::uuid) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER event_append_only ON event;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION refuse_event_rewrite();
`;

/**
 * HQ itself may not touch `event`; this runs as the owner of the tables, within the brand that asks. Not every
 * stub is one that can be read: those in quarantine are left alone, and nothing is parsed that does not hold the id.
 */
const byOwner = `
CREATE INDEX event_of_joining ON event (tenant_id, inst, seq)
  WHERE type = 'member_stub' AND status IN ('applied', 'duplicate');

CREATE FUNCTION erase_stubs(members uuid[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp SET statement_timeout = 0 AS $$
DECLARE n integer;
BEGIN
  UPDATE event SET raw_body = erased_stub(raw_body)
  WHERE tenant_id = counterfoil_tenant() AND type = 'member_stub' AND status IN ('applied', 'duplicate')
    AND CASE
      WHEN type <> 'member_stub' OR status NOT IN ('applied', 'duplicate') THEN false
      WHEN NOT EXISTS (SELECT FROM unnest(members) AS whose
        WHERE position(whose::text IN lower(convert_from(raw_body, 'UTF8'))) > 0) THEN false
      ELSE (convert_from(raw_body, 'UTF8')::jsonb->>'member')::uuid = ANY (members) END;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
`;

/** What deleting a member does to the events of their joining. */
export const erasedStubs = { version: 17, statements: [redaction, byOwner] };
