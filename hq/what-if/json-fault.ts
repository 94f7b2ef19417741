const space = /[ \t\r\n]*/y;
const plainValue =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const keyText = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;

/**
 * Where a text stops being JSON, as an offset; its length when it only ends too early. Says where,
 * which `JSON.parse` does not always do, and not what: people see that.
 */
export function findJsonFault(text: string): number {
  let at = 0;
  const open: ('{' | '[')[] = [];
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at += found[0].length;
    return found !== null;
  };
  const takeSign = (sign: string): boolean => {
    take(space);
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  };
  const takeKey = (): boolean => {
    take(space);
    return take(keyText) && takeSign(':');
  };
  for (;;) {
    // A value is due here.
    if (takeSign('{')) {
      open.push('{');
      if (!takeSign('}')) {
        if (!takeKey()) return faultAt(text, at);
        continue;
      }
      open.pop();
    } else if (takeSign('[')) {
      open.push('[');
      if (!takeSign(']')) continue;
      open.pop();
    } else if (!take(plainValue)) return faultAt(text, at);
    // A value has ended: what may follow depends on what it stands in.
    for (;;) {
      const inside = open.at(-1);
      if (inside === undefined) return faultAt(text, at);
      if (takeSign(',')) {
        if (inside === '{' && !takeKey()) return faultAt(text, at);
        break;
      }
      if (!takeSign(inside === '{' ? '}' : ']')) return faultAt(text, at);
      open.pop();
    }
  }
}

/** Past white space: the next thing is what is wrong. At the end, the last thing that stands there. */
function faultAt(text: string, at: number): number {
  const rest = text.slice(at).trimStart();
  return rest === '' ? text.trimEnd().length : text.length - rest.length;
}
