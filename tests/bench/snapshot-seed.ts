import { Client } from 'pg';

/**
 * Fills an HQ whose brand and stores exist with many members, in seconds: each with a card and a lot, every
 * tenth with a second lot and a sale, every twentieth with a voucher. Their ids are UUIDv7 in the order
 * in which they joined, as real ones are.
 */
export async function seedManyMembers(given: {
  readonly databaseUrl: string;
  readonly tenantId: string;
  readonly count: number;
}): Promise<void> {
  await withClient(given, async (client) => {
    for (const statement of statements(given.count)) await client.query(statement);
  });
}

/** How many members the brand has. */
export async function countMembers(given: {
  readonly databaseUrl: string;
  readonly tenantId: string;
}): Promise<number> {
  return await withClient(given, async (client) => {
    const { rows } = await client.query<{ n: number }>('SELECT count(*)::integer AS n FROM member');
    return rows[0]?.n ?? 0;
  });
}

async function withClient<T>(
  { databaseUrl, tenantId }: { readonly databaseUrl: string; readonly tenantId: string },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`SELECT set_config('counterfoil.tenant', $1, false)`, [tenantId]);
    return await work(client);
  } finally {
    await client.end();
  }
}

/** An id of kind `k` (one hex digit) for number `n`: rises with it. */
const id = (k: string, n = 'n'): string =>
  `('0199' || lpad(to_hex(${n}), 8, '0')::text || '7000' || '8${k}00' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** The digits of a card: '2', the number, and the check digit of an EAN-13. */
export function cardCodeOf(n: number): string {
  const digits = `2${String(n).padStart(11, '0')}`;
  const sum = [...digits].reduce((all, digit, i) => all + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return digits + String((10 - (sum % 10)) % 10);
}

/** The same for PostgreSQL. */
const cardCodeSql = `'2' || lpad(n::text, 11, '0') || ((10 - (2 + ${Array.from(
  { length: 11 },
  (_, i) => `(n::bigint / 1${'0'.repeat(10 - i)} % 10) * ${i % 2 === 0 ? 3 : 1}`,
).join(' + ')}) % 10) % 10)::text`;

function statements(count: number): readonly string[] {
  const all = `generate_series(0, ${count - 1}) AS n`;
  const some = (step: number): string => `generate_series(0, ${count - 1}, ${step}) AS n`;
  return [
    `INSERT INTO member (member_id, name, mobile, mobile_shared, birthday, tier_id, joined_on, placeholder)
      SELECT ${id('1')}, chr(19968 + n % 800) || chr(20000 + (n * 7) % 3000) || chr(21000 + (n * 13) % 3000),
        '+8869' || lpad(((n::bigint * 7919) % 100000000)::text, 8, '0'), false,
        lpad((1 + n % 12)::text, 2, '0') || '-' || lpad((1 + n % 28)::text, 2, '0'),
        'general', to_char(date '2020-01-01' + n % 2000, 'YYYY-MM-DD'), false
      FROM ${all}`,
    `INSERT INTO member_code (code, member_id, nth) SELECT ${cardCodeSql}, ${id('1')}, 0 FROM ${all}`,
    ...[
      { from: all, lot: '2' },
      { from: some(10), lot: '3' },
    ].map(
      ({ from, lot }) => `INSERT INTO entry (eid, leg, account, kind, lot_id, points, expires_on)
      SELECT ${id(lot)}, leg, CASE leg WHEN 0 THEN 'member:' || ${id('1')} ELSE 'liability' END, 'earn', ${id(lot)},
        CASE leg WHEN 0 THEN 1 + n % 500 ELSE -1 - n % 500 END, '2027-12-31'
      FROM ${from}, generate_series(0, 1) AS leg`,
    ),
    `INSERT INTO install (install_id, store_id, counter_label, last_seq, head_hash, host_name, app_version, created_at_ms)
      SELECT ${id('9', '1')}, store_id, 'past', 0, '', '', '', 0 FROM store LIMIT 1`,
    `INSERT INTO sale (sale_id, eid, inst, store_id, sale_no, member_id, at_ms, biz_date, amount_minor, discount_minor,
        paid_minor, points, program_id, program_version, tier_id, spent_minor)
      SELECT ${id('4')}, ${id('3')}, ${id('9', '1')}, (SELECT store_id FROM store LIMIT 1), 'S' || n, ${id('1')},
        (extract(epoch FROM now()) * 1000)::bigint - 86400000::bigint * (n % 300),
        to_char(now() - interval '1 day' * (n % 300), 'YYYY-MM-DD'), 500, 0, 500, 5, ${id('9', '2')}, 1, 'general', 500
      FROM ${some(10)}`,
    `INSERT INTO voucher (voucher_id, code, coupon_id, member_id, valid_from, valid_until, cancelled)
      SELECT ${id('5')}, 'CFV*' || lpad(n::text, 10, '0'), ${id('9', '3')}, ${id('1')}, '2026-01-01', '2027-12-31', false
      FROM ${some(20)}`,
    'ANALYZE',
  ];
}
