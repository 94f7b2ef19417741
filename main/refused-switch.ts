/** Both let a program on this PC read and drive every page, past the lock and the lines between processes. */
const refusedSwitches = ['remote-debugging-port', 'remote-debugging-pipe'] as const;

/**
 * The switch of the command line for which a packaged counter does not start; null = none. Electron's fuses close
 * Node's own debugger, these are Chromium's. The end-to-end tests drive a built one by them.
 */
export function findRefusedSwitch(
  commandLine: { readonly hasSwitch: (name: string) => boolean },
  isPackaged: boolean,
): (typeof refusedSwitches)[number] | null {
  if (!isPackaged) return null;
  return refusedSwitches.find((name) => commandLine.hasSwitch(name)) ?? null;
}
