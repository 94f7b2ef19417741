/**
 * A sale undone as a whole frees its e-invoice: among the sales that stand one has it. An award that came
 * while its e-invoice was used waits, in the order HQ heard of them, and is applied when it is free.
 */
const invoices = `
ALTER TABLE sale ADD COLUMN voided boolean NOT NULL DEFAULT false;
UPDATE sale SET voided = true FROM refund
  WHERE refund.sale_id = sale.sale_id AND refund.complete AND refund.result->>'mode' = 'void';
ALTER TABLE sale DROP CONSTRAINT sale_invoice_key_key;
CREATE UNIQUE INDEX sale_invoice ON sale (invoice_key) WHERE invoice_key IS NOT NULL AND NOT voided;

CREATE TABLE invoice_wait (
  wait_no bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  eid uuid PRIMARY KEY,
  sale_id uuid NOT NULL,
  invoice_key text NOT NULL,
  inst uuid NOT NULL REFERENCES install,
  seq bigint NOT NULL
);
CREATE INDEX invoice_wait_by_key ON invoice_wait (invoice_key, wait_no);
CREATE INDEX invoice_wait_by_sale ON invoice_wait (sale_id);
`;

/** Of a voucher given back by a refund: the used one it stands for. */
const vouchers = `
ALTER TABLE voucher ADD COLUMN copy_of uuid;
CREATE INDEX voucher_by_origin ON voucher (copy_of) WHERE copy_of IS NOT NULL;
`;

/** Undone sales free what they used. */
export const undoneSales = { version: 3, statements: [invoices, vouchers] };
