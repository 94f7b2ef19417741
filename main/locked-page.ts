import type { App, WebPreferences } from 'electron';

/** What every page of the app is allowed: nothing of Node, nothing of the system. */
export function lockedPage(app: App, preloadPath: string): WebPreferences {
  return {
    preload: preloadPath,
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    enableWebSQL: false,
    devTools: !app.isPackaged,
    // A till behind another window still has to take its scans at once.
    backgroundThrottling: false,
  };
}
