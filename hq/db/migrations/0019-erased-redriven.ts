/**
 * An enrolment that stood in quarantine and was judged again with success made a member like any other, though its
 * row says `quarantined` for ever: so it gives way like any other where that member was erased. What is in
 * quarantine still stays as it is, as it may be nothing that can be read.
 */
const redaction = `
CREATE OR REPLACE FUNCTION refuse_event_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.type = 'member_stub' AND (OLD.status IN ('applied', 'duplicate')
    OR OLD.status = 'quarantined' AND EXISTS (SELECT FROM redrive
      WHERE tenant_id = OLD.tenant_id AND inst = OLD.inst AND seq = OLD.seq)) THEN
    IF to_jsonb(NEW) - 'raw_body' = to_jsonb(OLD) - 'raw_body'
      AND NEW.raw_body = erased_stub(OLD.raw_body)
      AND EXISTS (SELECT FROM member WHERE tenant_id = OLD.tenant_id AND erased
        AND member_id = (convert_from(OLD.raw_body, 'UTF8')::jsonb->>'member')::uuid) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
`;

/** Nothing is parsed that was not read: those judged again are looked up first, by their places. */
const redriven = `WITH redriven AS MATERIALIZED (
    SELECT stub.tenant_id, stub.inst, stub.seq, stub.raw_body
    FROM redrive JOIN event AS stub USING (tenant_id, inst, seq)
    WHERE stub.type = 'member_stub' AND stub.status = 'quarantined')`;
const ofRedriven = `event.tenant_id = redriven.tenant_id AND event.inst = redriven.inst AND event.seq = redriven.seq`;

/** As in 17; whoever calls it lifts the statement timeout first, which cannot be done from within. */
const byOwner = `
CREATE OR REPLACE FUNCTION erase_stubs(members uuid[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE
  n integer;
  more integer;
BEGIN
  UPDATE event SET raw_body = erased_stub(raw_body)
  WHERE tenant_id = counterfoil_tenant() AND type = 'member_stub' AND status IN ('applied', 'duplicate')
    AND CASE
      WHEN type <> 'member_stub' OR status NOT IN ('applied', 'duplicate') THEN false
      WHEN NOT EXISTS (SELECT FROM unnest(members) AS whose
        WHERE position(whose::text IN lower(convert_from(raw_body, 'UTF8'))) > 0) THEN false
      ELSE (convert_from(raw_body, 'UTF8')::jsonb->>'member')::uuid = ANY (members) END;
  GET DIAGNOSTICS n = ROW_COUNT;
  ${redriven}
  UPDATE event SET raw_body = erased_stub(event.raw_body) FROM redriven
  WHERE event.tenant_id = counterfoil_tenant() AND ${ofRedriven}
    AND (convert_from(redriven.raw_body, 'UTF8')::jsonb->>'member')::uuid = ANY (members);
  GET DIAGNOSTICS more = ROW_COUNT;
  RETURN n + more;
END $$;
`;

/** Those who were erased before. */
const before = `
${redriven}
UPDATE event SET raw_body = erased_stub(event.raw_body) FROM redriven JOIN member
  ON member.tenant_id = redriven.tenant_id AND member.erased
  AND member.member_id = (convert_from(redriven.raw_body, 'UTF8')::jsonb->>'member')::uuid
WHERE ${ofRedriven};
`;

/** Deleting a member also reaches the events of their joining that had stood in quarantine. */
export const erasedRedriven = { version: 19, statements: [redaction, byOwner, before] };
