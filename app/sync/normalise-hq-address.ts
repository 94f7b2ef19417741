/** Where HQ is: an origin such as `https://hq.example.tw` or `http://192.168.1.20:8787`. */
export type HqAddress =
  { readonly kind: 'address'; readonly origin: string } | { readonly kind: 'bad-address' };

const bad: HqAddress = { kind: 'bad-address' };

/**
 * The origin of an address as a person types it: full-width characters are taken as plain ones, a
 * missing scheme becomes https (http for an address inside the shop), a path is dropped. Refused:
 * anything but http(s), user and password, and plain http to a host outside this PC or the shop's
 * own network, where strangers could read and change what is sent.
 */
export function normaliseHqAddress(text: string): HqAddress {
  const plain = text.normalize('NFKC').trim();
  if (plain === '' || plain.length > 300 || /[\s\\]/.test(plain)) return bad;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(plain);
  const url = parseUrl(hasScheme ? plain : `https://${plain}`);
  if (url === null || url.username !== '' || url.password !== '' || url.hostname === '') return bad;
  const inside = isInsideHost(url.hostname);
  if (!hasScheme && inside) {
    const local = parseUrl(`http://${plain}`);
    return local === null ? bad : { kind: 'address', origin: local.origin };
  }
  if (url.protocol === 'https:') return { kind: 'address', origin: url.origin };
  if (url.protocol === 'http:' && inside) return { kind: 'address', origin: url.origin };
  return bad;
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/**
 * True for this PC and for private or link-local addresses (RFC 1918, 3927, 4193, 4291). Names
 * other than localhost are outside: who answers for them is not ours to know. `hostname` is as the
 * URL parser gives it, so `127.1` or `0x7f000001` are already `127.0.0.1`.
 */
function isInsideHost(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  if (hostname.startsWith('[')) {
    const address = hostname.slice(1, -1);
    return (
      address === '::1' || /^f[cd][0-9a-f]{2}:/.test(address) || /^fe[89ab][0-9a-f]:/.test(address)
    );
  }
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/
    .exec(hostname)
    ?.slice(1)
    .map(Number);
  if (octets === undefined) return false;
  const [a = 0, b = 0] = octets;
  if (a === 127 || a === 10) return true;
  return (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254);
}
