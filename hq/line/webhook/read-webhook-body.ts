/** A body LINE signed: its text, if it is a webhook at all. */
export type WebhookBody =
  | { readonly kind: 'webhook'; readonly text: string; readonly eventCount: number }
  /** Not UTF-8, not JSON, or no list of events in it. */
  | { readonly kind: 'rubbish' };

/** Reads what came. Everything but the list of events may be missing, unknown or of another shape. */
export function readWebhookBody(body: Uint8Array): WebhookBody {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const value: unknown = JSON.parse(text);
    const events = isRecord(value) ? value['events'] : null;
    return Array.isArray(events)
      ? { kind: 'webhook', text, eventCount: events.length }
      : { kind: 'rubbish' };
  } catch {
    return { kind: 'rubbish' };
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The events of a webhook, each in the very words it came in: written anew by `JSON.stringify` large numbers
 * would change, and events nested deep enough make it run out of stack. `text` must be what
 * `readWebhookBody` gave. Of several lists called `events` the last counts, as it does for `JSON.parse`.
 */
export function listEventTexts(text: string): string[] {
  let found: readonly [number, number] | null = null;
  for (const member of eachMember(text, skipSpace(text, 0))) {
    const [keyFrom, keyTo, from, to] = member;
    if (JSON.parse(text.slice(keyFrom, keyTo)) === 'events') found = [from, to];
  }
  if (found === null) return [];
  const events: string[] = [];
  const [start, end] = found;
  for (let at = skipSpace(text, start + 1); at < end - 1;) {
    const to = endOfValue(text, at);
    events.push(text.slice(at, to));
    at = skipComma(text, to);
  }
  return events;
}

type Member = readonly [keyFrom: number, keyTo: number, valueFrom: number, valueTo: number];

/** The members of the object that begins at `at`. */
function* eachMember(text: string, at: number): Generator<Member> {
  for (let next = skipSpace(text, at + 1); text[next] === '"';) {
    const keyTo = endOfString(text, next);
    const from = skipSpace(text, skipSpace(text, keyTo) + 1);
    const to = endOfValue(text, from);
    yield [next, keyTo, from, to];
    next = skipComma(text, to);
  }
}

const space = new Set([' ', '\t', '\n', '\r']);

function skipSpace(text: string, at: number): number {
  let next = at;
  while (space.has(text[next] ?? '')) next += 1;
  return next;
}

function skipComma(text: string, at: number): number {
  const next = skipSpace(text, at);
  return text[next] === ',' ? skipSpace(text, next + 1) : next;
}

/** Behind the closing quote; an odd number of backslashes before one takes its meaning. */
function endOfString(text: string, at: number): number {
  for (let next = at + 1; ;) {
    const quote = text.indexOf('"', next);
    if (quote < 0) return text.length;
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes += 1;
    next = quote + 1;
    if (slashes % 2 === 0) return next;
  }
}

/** Behind the value that begins at `at`; without recursion, as it may be as deep as the text is long. */
function endOfValue(text: string, at: number): number {
  let depth = 0;
  let next = at;
  do {
    const character = text[next] ?? '';
    if (character === '"') next = endOfString(text, next);
    else {
      if (character === '{' || character === '[') depth += 1;
      if (character === '}' || character === ']') depth -= 1;
      next += 1;
      // A number or a word has no end of its own.
      if (depth === 0 && character !== '}' && character !== ']')
        while (/[\w.+-]/.test(text[next] ?? '')) next += 1;
    }
  } while (depth > 0 && next < text.length);
  return next;
}
