import { startPages } from './start-pages.tsx';

/** For tests alone: LINE's own mock in the place of LINE; `index.html` of a test build points here. */
startPages(async () => (await import('./line/mock-port.ts')).createMockPort());
