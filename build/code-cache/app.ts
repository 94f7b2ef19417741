import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { app, ipcMain, MessageChannelMain, utilityProcess, type UtilityProcess } from 'electron';

// The real app, started twice by build/make-code-cache.ts: `prepare` makes a shop, `record` starts it once more with
// a counter process that writes V8's data of its program when it ends.

/** What a started screen goes on asking for is worth having, too. */
const settleMs = 1_500;

const [task, appDir = '', outputDir = ''] = process.argv.slice(-3);
const fork = utilityProcess.fork.bind(utilityProcess);
let counter: UtilityProcess | null = null;
utilityProcess.fork = (modulePath, args, options) => {
  const recorder = path.join(import.meta.dirname, 'record.cjs');
  counter =
    task === 'record'
      ? fork(recorder, [appDir, outputDir], options)
      : fork(modulePath, args, options);
  if (task === 'prepare') counter.once('message', openShop);
  return counter;
};
// Nobody is to see a window come and go while the app is built.
app.on('browser-window-created', (_event, window) => {
  window.show = () => {};
  window.focus = () => {};
});
if (task === 'record')
  ipcMain.once('counterfoil:shown', () => setTimeout(() => app.quit(), settleMs));
// At once, not awaited: it says what must be said before Electron is ready.
createRequire(path.join(appDir, 'dist/app/'))('./main.cjs');

/** A first start has no shop: one without HQ is opened, as a person would in the first window. */
function openShop(): void {
  const { port1, port2 } = new MessageChannelMain();
  port1.on('message', ({ data }: { data: { kind?: string } }) => {
    if (data.kind === 'answer') app.quit();
  });
  port1.start();
  counter?.postMessage({ kind: 'screen' }, [port2]);
  port1.postMessage({
    id: 1,
    name: 'setup:start-local',
    input: { shopName: 'Counterfoil', taxId: null },
  });
}
