import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PosHouse, PosHouseView } from '../../app/contract/pos-settings.ts';
import type { DeviceId } from '../../app/domain/ids.ts';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import type { ComposedCounter, ComposeDeps } from '../../main/compose-counter.ts';
import { startNodeCounter } from '../rig/node-counter.ts';

/** A free port of the loopback address. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const deviceId = '01900000-0000-7000-8000-000000000001' as DeviceId;

/** A counter without HQ whose door for a POS is open. */
export type PosRig = {
  readonly dataDir: string;
  readonly composed: ComposedCounter;
  readonly handlers: NonNullable<ComposedCounter['counter']>['handlers'];
  readonly url: string;
  readonly port: number;
  readonly look: () => Promise<PosHouseView>;
  readonly set: (change: Partial<PosHouse>) => Promise<unknown>;
  readonly pairingCode: () => Promise<string>;
  readonly pair: (posName?: string) => Promise<string>;
  readonly view: () => Promise<ReadyView>;
  readonly scan: (text: string) => Promise<ReadyView>;
  /** Enrols members and gives their card codes. */
  readonly enrol: (count: number) => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
};

/** Starts one in a fresh folder, or on the data another left behind. */
export async function startPosRig(
  given: {
    readonly dataDir?: string;
    readonly port?: number;
    readonly house?: Partial<PosHouse>;
    readonly deps?: Partial<ComposeDeps>;
  } = {},
): Promise<PosRig> {
  const dataDir = given.dataDir ?? (await mkdtemp(join(tmpdir(), 'counterfoil-pos-')));
  const composed = await startNodeCounter(dataDir, given.deps ?? {});
  const { counter } = composed;
  if (counter === null) throw new Error('the database was refused');
  const { handlers } = counter;
  const view = async (): Promise<ReadyView> => {
    const shown = await handlers['counter:view']({});
    if (shown.kind !== 'ready') throw new Error(`not ready: ${shown.kind}`);
    return shown;
  };
  if ((await handlers['counter:view']({})).kind === 'first-run')
    await handlers['setup:start-local']({ shopName: '王記茶行', taxId: '04595257' });
  const look = async (): Promise<PosHouseView> => await handlers['pos:look']({});
  const set = async (change: Partial<PosHouse>) =>
    await handlers['pos:set']({ ...(await look()).house, ...change });
  const port = given.port ?? (await freePort());
  await set({ isOn: true, port, ...given.house });
  const url = `http://127.0.0.1:${port}`;
  const pairingCode = async (): Promise<string> => {
    await handlers['pos:pair']({});
    const { pairing } = await look();
    if (pairing === null) throw new Error('no pairing code');
    return pairing.code;
  };
  return {
    dataDir,
    composed,
    handlers,
    url,
    port,
    look,
    set,
    pairingCode,
    pair: async (posName = '櫃台 1') => {
      const answer = await fetch(`${url}/v1/pair`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: await pairingCode(), posName }),
      });
      const { token } = (await answer.json()) as { token?: string };
      if (token === undefined) throw new Error(`not paired: ${answer.status}`);
      return token;
    },
    view,
    scan: async (text) => {
      const bytes = new TextEncoder().encode(text);
      const scan = { deviceId, intake: 'replay', bytes, truncated: false } as const;
      composed.acceptScan({ ...scan, completedAtMs: Date.now() });
      await counter.settled();
      return await view();
    },
    enrol: async (count) => {
      const cards: string[] = [];
      for (let i = 0; i < count; i += 1) {
        const mobile = `09${String(10_000_000 + i)}`;
        const asked = { name: '陳小美', mobile, birthday: null, invitedByCode: null } as const;
        const answer = await handlers['member:enrol']({ ...asked, consent: true });
        if (answer.kind !== 'done') throw new Error(`not enrolled: ${JSON.stringify(answer)}`);
        cards.push((await view()).member?.cardCode ?? '');
        await handlers['sale:clear']({});
      }
      return cards;
    },
    stop: async () => {
      await composed.stop();
      if (given.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** One call as a POS makes it; any header may be put in. */
export async function callPos(
  url: string,
  token: string | null,
  [method, path, body]: readonly [method: string, path: string, body?: unknown],
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
