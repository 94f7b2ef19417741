import { keepApart } from './keep-apart.ts';

/**
 * A number that its member typed in LINE, which nobody looked at: no enrolment at a counter is merged by it. Of
 * those who joined there before, the card is HQ's own and stands first; before 0.8 nobody noted where they agreed.
 */
const stated = `
ALTER TABLE member ADD COLUMN mobile_from_line boolean NOT NULL DEFAULT false;
UPDATE member SET mobile_from_line = true
WHERE consent_at IS DISTINCT FROM 'counter' AND mobile IS NOT NULL AND merged_into IS NULL
  AND EXISTS (SELECT FROM member_code AS own
    WHERE own.tenant_id = member.tenant_id AND own.member_id = member.member_id AND own.nth = 0
      AND own.code ~ '^21[0-9]{11}$');
`;

/** Which LINE users had the gifts of joining: a keyed hash of each, beside nothing that leads to a member. */
const gifted = `
CREATE TABLE line_gifted (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  user_key text NOT NULL,
  PRIMARY KEY (tenant_id, user_key)
);
`;

/** What a LINE user says of themselves: the number they state, and how often they may have gifts for it. */
export const statedInLine = {
  version: 21,
  statements: [stated, gifted, keepApart('line_gifted')],
};
