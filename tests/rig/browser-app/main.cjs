'use strict';
/** A bare browser window for the tests of HQ's web page: the page at BROWSER_URL, nothing added. */
const { app, BrowserWindow } = require('electron');

app.setPath('userData', process.env.BROWSER_DATA_DIR);
void app.whenReady().then(() => {
  const [width, height] = (process.env.BROWSER_SIZE || '1280x800').split('x').map(Number);
  const useContentSize = Boolean(process.env.BROWSER_SIZE);
  const window = new BrowserWindow({
    width,
    height,
    useContentSize,
    webPreferences: { sandbox: true },
  });
  window.setMenu(null);
  return window.loadURL(process.env.BROWSER_URL);
});
app.on('window-all-closed', () => app.quit());
