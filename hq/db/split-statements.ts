/**
 * Splits our own migration SQL at the semicolons that end a line, except inside `$$ … $$`. A
 * prepared protocol takes one statement at a time, on PostgreSQL and PGlite alike.
 */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let current = '';
  let insideBody = false;
  for (const line of text.split('\n')) {
    current += `${line}\n`;
    if ((line.split('$$').length - 1) % 2 === 1) insideBody = !insideBody;
    if (!insideBody && line.trimEnd().endsWith(';')) {
      statements.push(current.trim());
      current = '';
    }
  }
  if (current.trim() !== '') throw new Error('a migration ends inside a statement');
  return statements;
}
