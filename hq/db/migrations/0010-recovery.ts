import { keepApart } from './keep-apart.ts';

/**
 * Public recovery keys (the newest holds), and the copies of counters' database keys sealed to them. Rows are
 * only added: whoever gets hold of an install cannot put something useless in the place of a good copy.
 */
const keys = `
CREATE TABLE recovery_key (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  recovery_no bigint GENERATED ALWAYS AS IDENTITY,
  kid text NOT NULL,
  public_key text NOT NULL,
  made_at_ms bigint NOT NULL,
  PRIMARY KEY (tenant_id, kid)
);

CREATE TABLE sealed_key (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  sealed_no bigint GENERATED ALWAYS AS IDENTITY,
  inst uuid NOT NULL,
  kid text NOT NULL,
  sealed json NOT NULL,
  received_at_ms bigint NOT NULL,
  PRIMARY KEY (tenant_id, inst, sealed_no),
  FOREIGN KEY (tenant_id, inst) REFERENCES install
);
`;

/** A way back to a counter whose keyring is lost. */
export const recovery = {
  version: 10,
  statements: [keys, keepApart('recovery_key'), keepApart('sealed_key')],
};
