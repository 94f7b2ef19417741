import { render } from 'preact';
import { App } from './app.tsx';
import type { LinePort } from './line/line-port.ts';

/** Draws the pages into `#root`. `loadPort` brings LINE's SDK, or the mock of a test. */
export function startPages(loadPort: () => Promise<LinePort>): void {
  const root = document.querySelector('#root');
  if (root === null) throw new Error('the page has no place to draw in');
  render(<App loadPort={loadPort} />, root);
}
