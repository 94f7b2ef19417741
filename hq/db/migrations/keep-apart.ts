/**
 * SQL: the brand a connection is of. The same as the function `counterfoil_tenant()` and written out,
 * because PostgreSQL reads the text of a function anew for every statement that it is part of. It never
 * changes: released migrations are made of it.
 */
export const ownTenant = `CASE WHEN starts_with(session_user::text, 'hq_brand_')
    THEN substr(session_user::text, 10)::uuid ELSE current_setting('counterfoil.tenant')::uuid END`;

/**
 * SQL that keeps the rows of a table to the brand they are of, for everybody but a superuser: also for
 * the owner of the table, also in a SELECT without WHERE. The table needs
 * `tenant_id uuid NOT NULL DEFAULT counterfoil_tenant()`, and each unique key begins with it. Within a
 * SELECT of its own the brand is worked out once per statement, not per row.
 */
export function keepApart(table: string): string {
  const own = `tenant_id = (SELECT ${ownTenant})`;
  return `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_brand ON ${table} USING (${own}) WITH CHECK (${own});
`;
}
