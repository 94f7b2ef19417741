import type { z } from 'zod';

/** HQ's admin API as the console speaks to it, signed in. */
export type AdminClient = {
  readonly get: <T>(path: string, schema: z.ZodType<T, unknown>) => Promise<T>;
  readonly post: <T>(path: string, body: unknown, schema: z.ZodType<T, unknown>) => Promise<T>;
  readonly statusOf: (path: string) => Promise<number>;
  readonly textOf: (path: string) => Promise<{ readonly type: string; readonly text: string }>;
};

/** Signs in with the tests' token (the owner's), or another one. */
export async function signInAdmin(
  hq: { readonly url: string },
  token = 'test-admin-token',
): Promise<AdminClient> {
  const root = `${hq.url}/admin/api`;
  const opened = await fetch(`${root}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const read = async <T>(response: Response, schema: z.ZodType<T, unknown>): Promise<T> => {
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${response.status}: ${JSON.stringify(body)}`);
    return schema.parse(body);
  };
  return {
    get: async (path, schema) => read(await fetch(root + path, { headers: { cookie } }), schema),
    post: async (path, body, schema) =>
      read(
        await fetch(root + path, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
        schema,
      ),
    statusOf: async (path) => (await fetch(root + path, { headers: { cookie } })).status,
    textOf: async (path) => {
      const response = await fetch(root + path, { headers: { cookie } });
      // `text()` drops the byte order mark.
      const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
      return { type: response.headers.get('content-type') ?? '', text };
    },
  };
}
