import { keepApart } from './keep-apart.ts';

/** Members' signed codes that identified somebody in a sale that counted, with the first such sale. */
const tokens = `
CREATE TABLE used_token (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  token_key text NOT NULL,
  eid uuid NOT NULL,
  sale_id uuid NOT NULL,
  sale_no text NOT NULL,
  store_name text NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (tenant_id, token_key)
);
`;

/** A code lives a minute and counters apart do not see each other: HQ sees that it was used at two. */
export const tokensUsed = { version: 13, statements: [tokens, keepApart('used_token')] };
