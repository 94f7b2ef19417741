/** All texts of a message in reading order, the labels of its buttons too. */
export function textsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsOf);
  if (typeof node !== 'object' || node === null) return [];
  const part = node as Record<string, unknown>;
  const inner = [part.header, part.body, part.footer, part.contents, part.action].flatMap(textsOf);
  const own = [part.text, part.label].filter((text) => typeof text === 'string');
  return [...own, ...inner];
}
