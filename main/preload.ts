import { contextBridge, ipcRenderer } from 'electron';

/** The channel names between this file and main. */
const connectChannel = 'counterfoil:connect';
const portChannel = 'counterfoil:port';
const shownChannel = 'counterfoil:shown';

/** The two things of the page's window that are used here; the page's types stay out of main. */
declare const window: {
  readonly location: { readonly origin: string };
  readonly postMessage: (
    message: string,
    targetOrigin: string,
    transfer: readonly object[],
  ) => void;
};

// A port cannot pass the context bridge; the window's own message event carries it over, to this
// page's origin alone.
ipcRenderer.on(portChannel, (event) => {
  window.postMessage(portChannel, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('counterfoil', {
  connect: () => ipcRenderer.send(connectChannel),
  shown: () => ipcRenderer.send(shownChannel),
});
