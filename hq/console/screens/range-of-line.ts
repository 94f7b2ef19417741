/** The place of a line in a text: where it starts and where it ends. */
export function rangeOfLine(text: string, line: number): readonly [start: number, end: number] {
  let start = 0;
  for (let n = 1; n < line; n += 1) {
    const next = text.indexOf('\n', start);
    if (next === -1) break;
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return [start, end === -1 ? text.length : end];
}
