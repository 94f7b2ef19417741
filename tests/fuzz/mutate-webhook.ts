import { createHash, createHmac } from 'node:crypto';
import type { Random } from '../../app/seed/random.ts';
import { hostileJson, mutateJson, oddText } from './hostile-json.ts';
import { drawEvent, drawLineUser, webhookText } from './webhook-bodies.ts';

/** What goes over the wire. */
export type WebhookTry = {
  readonly kind: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
};

export type WebhookWorld = {
  readonly random: Random;
  readonly secret: string;
  readonly nowMs: () => number;
};

export function signWith(secret: string, body: Buffer): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** Ids of events in forged webhooks begin with it: none of them may ever be found in HQ. */
export const forgedFirst = 'F';

type Headers = WebhookTry['headers'];
type Forge = (world: WebhookWorld, body: Buffer, signature: string) => Headers | Buffer;

const named = (value: string | string[]): Headers => ({ 'x-line-signature': value });
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Each gives other headers for the body, or another body under the true signature. */
const forgeries: Readonly<Record<string, Forge>> = {
  'body: bits flipped': ({ random }, body) => {
    const bytes = Buffer.from(body);
    for (let n = 1 + random.whole(3); n > 0; n -= 1) {
      const at = random.whole(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.whole(8));
    }
    return bytes;
  },
  'body: a value changed': ({ random }, body) =>
    Buffer.from(mutateJson(random, body.toString('utf8')), 'utf8'),
  'body: written anew': (_world, body) =>
    Buffer.from(JSON.stringify(JSON.parse(body.toString('utf8')), null, 1), 'utf8'),
  'body: cut or longer': ({ random }, body) =>
    random.chance(0.5)
      ? body.subarray(0, random.whole(body.length))
      : Buffer.concat([body, Buffer.from(random.pick([' ', '\n', '\0', '{}']))]),
  'signature: a character changed': ({ random }, _body, signature) => {
    const at = random.whole(signature.length - 1);
    const other = random.pick([...alphabet].filter((one) => one !== signature[at]));
    return named(signature.slice(0, at) + other + signature.slice(at + 1));
  },
  'signature: another length': ({ random }, _body, signature) =>
    named(
      random.pick([
        signature.slice(0, random.whole(signature.length)),
        signature + signature,
        `${signature}=`,
        signature.slice(0, -1),
        'A'.repeat(random.whole(8_000)),
      ]),
    ),
  'signature: spelt otherwise': ({ random }, body, signature) => {
    const bytes = Buffer.from(signature, 'base64');
    // The last character before `=` carries two bits that nobody reads.
    const last = alphabet.indexOf(signature[42] ?? 'A');
    return named(
      random.pick([
        bytes.toString('hex'),
        `${signature.slice(0, 42)}${alphabet[last ^ 1] ?? ''}=`,
        `sha256=${signature}`,
        `"${signature}"`,
        `${signature.slice(0, 20)} ${signature.slice(20)}`,
        createHash('sha256').update(body).digest('base64'),
        signature.toLowerCase() === signature ? '' : signature.toLowerCase(),
      ]),
    );
  },
  'signature: no base64': ({ random }) =>
    named(oddText(random, 80).replace(/[^\x20-\x7e\xa0-\xff]/g, '?')),
  'signature: twice': ({ random }, _body, signature) =>
    named(
      random.pick([
        [signature, signature],
        [signature, 'x'],
        ['x', signature],
      ]),
    ),
  'signature: missing': ({ random }, _body, signature) =>
    random.pick<Headers>([
      {},
      named(''),
      { 'x-signature': signature },
      { authorization: `Bearer ${signature}` },
      { 'x-line_signature': signature },
    ]),
  'signature: of another body': ({ random, secret }) =>
    named(signWith(secret, Buffer.from(random.bytes(random.whole(40))))),
  'signature: another secret': ({ random, secret }, body) =>
    named(signWith(random.pick(['', random.hex(32), secret.toUpperCase(), `${secret}\n`]), body)),
  'signature: another hash': ({ random, secret }, body) =>
    named(
      createHmac(random.pick(['sha1', 'sha512', 'md5', 'sha384']), secret)
        .update(body)
        .digest('base64'),
    ),
};

export const forgedKinds = Object.keys(forgeries);

/** A webhook that LINE did not sign. Null when a mutation came out as what it was. */
export function forgeWebhook(world: WebhookWorld, kind: string): WebhookTry | null {
  const { random, secret } = world;
  const body = Buffer.from(truthText(world, forgedFirst), 'utf8');
  const signature = signWith(secret, body);
  const made = forgeries[kind]?.(world, body, signature) ?? {};
  if (Buffer.isBuffer(made)) {
    if (made.equals(body)) return null;
    return { kind, headers: withType(random, named(signature)), body: made };
  }
  const value = made['x-line-signature'];
  // Spaces around a header are not part of it.
  if (typeof value === 'string' && value.trim() === signature) return null;
  return { kind, headers: withType(random, made), body };
}

function truthText(world: WebhookWorld, idFirst: string, lineUserId?: string): string {
  const { random, nowMs } = world;
  const events = Array.from({ length: random.whole(4) }, () =>
    drawEvent(random, { lineUserId: lineUserId ?? drawLineUser(random), nowMs: nowMs(), idFirst }),
  );
  return webhookText(random, events);
}

const contentTypes = [
  ...Array.from({ length: 12 }, () => 'application/json; charset=utf-8'),
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/JSON;charset=UTF8',
  'application/vnd.line+json',
];

function withType(random: Random, headers: Headers): Headers {
  return { 'content-type': random.pick(contentTypes), ...headers };
}

type Shape = (world: WebhookWorld) => string | Buffer;

/** Bodies that LINE's signature is right for, of every shape. */
const shapes: Readonly<Record<string, Shape>> = {
  'signed: as LINE writes it': (world) => truthText(world, '0'),
  'signed: a value changed': (world) => mutateJson(world.random, truthText(world, '0')),
  'signed: several values changed': (world) => {
    let text = truthText(world, '0');
    for (let n = 1 + world.random.whole(4); n > 0 && isJson(text); n -= 1)
      text = mutateJson(world.random, text);
    return text;
  },
  'signed: hostile events': ({ random }) =>
    `{"events":[${Array.from({ length: 1 + random.whole(3) }, () => hostileJson(random)).join()}]}`,
  'signed: an event of hostile values': (world) => {
    const { random, nowMs } = world;
    const event = drawEvent(random, { lineUserId: drawLineUser(random), nowMs: nowMs() });
    const members = Object.keys(event).map(
      (key) => `${JSON.stringify(key)}:${random.chance(0.4) ? hostileJson(random) : '0'}`,
    );
    return `{"events":[{${members.join()},"type":${JSON.stringify(event['type'])}}]}`;
  },
  'signed: hostile JSON': ({ random }) => hostileJson(random),
  'signed: keys twice, spaces, escapes': (world) => {
    const text = truthText(world, '0').replace(/[,:{[]/g, (one) => `${one} \n\t`);
    return text.replace('"events"', '"events":[1,{"type":"x"}],"\\u0065vents"');
  },
  'signed: random bytes': ({ random }) => Buffer.from(random.bytes(random.whole(300))),
};

export const signedKinds = Object.keys(shapes);

/** A body under its true signature, the header's name spelt in any case. */
export function signedWebhook(world: WebhookWorld, kind: string): WebhookTry {
  const { random, secret } = world;
  const drawn = shapes[kind]?.(world) ?? '';
  const body = Buffer.isBuffer(drawn) ? drawn : Buffer.from(drawn, 'utf8');
  const name = [...'x-line-signature']
    .map((letter) => (random.chance(0.3) ? letter.toUpperCase() : letter))
    .join('');
  return { kind, headers: withType(random, { [name]: signWith(secret, body) }), body };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What HQ must answer to a rightly signed body, worked out without its code. */
export function rightAnswer(body: Buffer): number {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    const events = (value as { readonly events?: unknown } | null)?.events;
    if (Array.isArray(value) || !Array.isArray(events)) return 400;
    return events.length > 2_000 ? 413 : 200;
  } catch {
    return 400;
  }
}
