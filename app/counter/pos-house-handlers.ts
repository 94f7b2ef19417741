import type { CounterCallHandlers } from '../contract/counter-calls.ts';
import { posHouseSchema, type PosHouse, type PosHouseView } from '../contract/pos-settings.ts';
import type { Reader } from '../db/handles.ts';
import { deletePosClient, listPosClients } from '../db/pos-clients.ts';
import { findOwnSale } from '../db/own-sales.ts';
import { listLastPosSales, type PosSaleRow } from '../db/pos-sales.ts';
import { getSettings, putSettings } from '../db/settings.ts';
import { done } from './act.ts';
import type { Engine } from './engine.ts';
import type { PosHousePort } from './ports.ts';
import { requestOf } from './pos-view.ts';

/** Rows the contract allows. */
const clientsMax = 32;
const lastSalesMax = 10;

type PosCalls = 'pos:look' | 'pos:set' | 'pos:pair' | 'pos:revoke';

/** The calls of the settings of the POS hand-over. */
export function posHouseHandlers(engine: Engine): Pick<CounterCallHandlers, PosCalls> {
  const { deps } = engine;
  return {
    'pos:look': () => lookAtHouse(deps.db, deps.posHouse),
    'pos:set': async (house) => {
      if (deps.posHouse === undefined) return { kind: 'refused', code: 'failed' };
      if (house.origins.some((origin) => !isWebAddress(origin)))
        return { kind: 'refused', code: 'bad-origin' };
      if (!(await deps.posHouse.isFolder(house.folder)))
        return { kind: 'refused', code: 'bad-folder' };
      const stored = await engine.act(async (trx) => {
        await putSettings(trx, { pos: house });
        return { notice: 'keep', answer: done };
      });
      if (stored.kind === 'refused') return { kind: 'refused', code: 'failed' };
      await deps.posHouse.apply(house);
      return done;
    },
    'pos:pair': () =>
      deps.posHouse?.openPairing() === true ? done : { kind: 'refused', code: 'off' },
    'pos:revoke': async ({ posName }) => {
      await engine.act(async (trx) => {
        await deletePosClient(trx, posName);
        return { notice: 'keep', answer: done };
      });
      deps.posHouse?.dropClient(posName);
      return done;
    },
  };
}

/** `https://pos.example.tw` or with a port; nothing behind it. */
function isWebAddress(text: string): boolean {
  return /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(text);
}

async function lookAtHouse(db: Reader, port: PosHousePort | undefined) {
  const status = port?.status() ?? null;
  const clients = await listPosClients(db);
  const sales = await listLastPosSales(db, { limit: lastSalesMax });
  return {
    house: await posHouseOf(db),
    server: status?.server ?? 'off',
    folder: status?.folder ?? null,
    pairing: status?.pairing ?? null,
    clients: clients
      .slice(0, clientsMax)
      .map((client) => ({ ...client, lastSeenAtMs: port?.lastSeenAtMs(client.posName) ?? null })),
    lastSales: await Promise.all(sales.map((row) => lastSaleOf(db, row))),
  };
}

async function lastSaleOf(db: Reader, row: PosSaleRow): Promise<PosHouseView['lastSales'][number]> {
  const { posName, posSaleNo, saleId, updatedAtMs } = row;
  const isUndone = saleId !== null && (await findOwnSale(db, saleId))?.undone === true;
  // The member of the one on the counter is on the counter's own screen.
  const state = row.state === 'live' ? 'open' : isUndone ? 'voided' : row.state;
  return { posName, posSaleNo, state, amountMinor: requestOf(row).amountMinor, atMs: updatedAtMs };
}

/** The settings as they stand. */
export async function posHouseOf(db: Reader): Promise<PosHouse> {
  const { pos } = await getSettings(db);
  return posHouseSchema.parse(pos);
}
