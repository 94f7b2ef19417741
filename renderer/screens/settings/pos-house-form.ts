import type { PosHouse } from '../../../app/contract/pos-settings.ts';

/** Names what of the settings stands in the form: it begins anew where that changes, and nowhere else. */
export function typedPartsOf({ port, folder, origins }: PosHouse): string {
  return JSON.stringify([port, folder, origins]);
}

/** What is typed, as the settings would be; null where the port is none. */
export function houseTyped(
  before: PosHouse,
  typed: { readonly port: string; readonly folder: string; readonly origins: string },
): PosHouse | null {
  const port = /^\d{4,5}$/.test(typed.port) ? Number(typed.port) : 0;
  if (port < 1024 || port > 65_535) return null;
  const folder = typed.folder.trim() === '' ? null : typed.folder.trim();
  const origins = typed.origins.split(/[\s,]+/).filter((one) => one !== '');
  return { ...before, port, folder, origins };
}
