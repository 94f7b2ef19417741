import { startPages } from './start-pages.tsx';

/** The SDK comes in a file of its own: it is on its way while the first page is drawn. */
startPages(async () => (await import('./line/liff-port.ts')).createLiffPort());
