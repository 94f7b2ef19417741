// Stands in for Electron's own default app, which the fallback Electron lacks: starts the app
// folder that is the first argument without a dash. Awaited at the top level, so that Electron
// holds back `ready` until the app's own main module has run (it registers schemes before that).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const given = process.argv.slice(1).find((arg) => !arg.startsWith('-'));
if (given === undefined) {
  console.error('Usage: electron [flags] <app folder>');
  process.exit(2);
}
const folder = path.resolve(given);
const manifest =
  /** @type {{ name: string, productName?: string, version?: string, main?: string }} */ (
    JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  );
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
// Two setters that Electron's own default app uses and its type file leaves out.
const appWithSetters =
  /** @type {import('electron').App & Record<'setVersion' | 'setAppPath', (value: string) => void>} */ (
    app
  );
app.name = manifest.productName ?? manifest.name;
appWithSetters.setVersion(manifest.version ?? '0.0.0');
app.setDesktopName(`${app.name}.desktop`);
appWithSetters.setAppPath(folder);
await import(pathToFileURL(path.join(folder, manifest.main ?? 'index.js')).href);
