import path from 'node:path';
import { app, utilityProcess } from 'electron';

// Runs in the guest: real Electron without a window, with the reader where the app has its counter process.

app.disableHardwareAcceleration();
void app.whenReady().then(() => {
  const reader = utilityProcess.fork(path.join(import.meta.dirname, 'reader.js'));
  reader.on('message', (message: unknown) => console.log(`HID ${JSON.stringify(message)}`));
  reader.on('exit', (code) => app.exit(code ?? 1));
});
