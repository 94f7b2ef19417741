/** What the link that opened the pages brought along. */
export type Entry = {
  /** The counter's one-time code. */
  readonly ticket: string | null;
  /** The card code of who invited. */
  readonly inviter: string | null;
};

/**
 * Reads the query once LINE's SDK has started. LINE hands a link's query over as `liff.state` and the SDK
 * turns it back; where it did not (an address outside the registered one), it is read from there.
 */
export function readEntry(search: string): Entry {
  const outer = new URLSearchParams(search);
  const state = outer.get('liff.state');
  const inner = new URLSearchParams(state === null ? '' : state.slice(state.indexOf('?') + 1));
  const find = (name: string): string | null => outer.get(name) ?? inner.get(name);
  const ticket = find('t');
  const inviter = find('i');
  return {
    ticket: ticket !== null && /^[\w-]{22}$/.test(ticket) ? ticket : null,
    inviter: inviter !== null && inviter.length > 0 && inviter.length <= 64 ? inviter : null,
  };
}
