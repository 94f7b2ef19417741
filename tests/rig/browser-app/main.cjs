'use strict';
/** A bare browser window for the tests of HQ's web page: the page at BROWSER_URL, nothing added. */
const { app, BrowserWindow } = require('electron');

app.setPath('userData', process.env.BROWSER_DATA_DIR);
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } });
  window.setMenu(null);
  return window.loadURL(process.env.BROWSER_URL);
});
app.on('window-all-closed', () => app.quit());
