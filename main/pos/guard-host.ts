import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is not answered at all; null when it may be. */
export type HostRefusal = 'host-refused' | 'origin-refused';

/**
 * Lets through what a program on this PC asked of this PC. A page in a browser reaches the loopback address
 * too: by a name of its own that it has made to point here (the Host header then carries that name), or
 * directly (then the browser adds Origin, or says in Sec-Fetch-Site that a page asks). `origins` are the
 * web addresses that were allowed by a person.
 */
export function judgeHost(
  headers: Pick<IncomingHttpHeaders, 'host' | 'origin'> & {
    readonly 'sec-fetch-site'?: string | string[] | undefined;
  },
  { port, origins }: { readonly port: number; readonly origins: readonly string[] },
): HostRefusal | null {
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  if (headers.host === undefined || !hosts.includes(headers.host.toLowerCase()))
    return 'host-refused';
  const { origin } = headers;
  if (origin !== undefined) return origins.includes(origin) ? null : 'origin-refused';
  // A picture or a link in a page sends no Origin, but no program sends this.
  return headers['sec-fetch-site'] === undefined ? null : 'origin-refused';
}
