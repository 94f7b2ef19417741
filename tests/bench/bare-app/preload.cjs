const { contextBridge, ipcRenderer } = require('electron');
contextBridge.exposeInMainWorld('bare', { painted: () => ipcRenderer.send('painted') });
