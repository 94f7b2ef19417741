// The least an Electron app can be: one window with one page. `page.html` when BARE_PAGE does not name another.
const { app, BrowserWindow, ipcMain, Menu } = require('electron');
const { join } = require('node:path');

const page = process.env.BARE_PAGE ?? 'page.html';
app.setPath('userData', process.env.BARE_DATA_DIR ?? app.getPath('userData'));
Menu.setApplicationMenu(null);
app.on('window-all-closed', () => app.quit());
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    title: 'Bare',
    width: 1366,
    height: 800,
    show: false,
    webPreferences: {
      preload: join(__dirname, 'preload.cjs'),
      sandbox: true,
      backgroundThrottling: false,
    },
  });
  ipcMain.once('painted', () => process.stdout.write(`painted ${Date.now()}\n`));
  window.once('ready-to-show', () => window.show());
  void window.loadFile(join(__dirname, page));
});
