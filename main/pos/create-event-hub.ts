import type { PosEvent, PosSaleView } from '../../app/contract/pos-api.ts';
import type { PosLook } from '../../app/counter/create-pos-desk.ts';
import type { EventSocket, SocketRequest } from './create-pos-app.ts';

/** Events that one may come back for. */
const keptMax = 256;
const socketsMax = 16;
const socketsPerPosMax = 4;
/** A client that does not read is let go; it comes back for what it missed. */
const bufferedBytesMax = 1024 * 1024;
/** POSes whose sales are followed; as many as may be paired. */
const followedMax = 32;
/** So many changes after the last client went, none is expected back. */
const unheardMax = 500;

type Told = { readonly seq: number; readonly text: string };

/** What one POS has been told in this run. */
type Stream = {
  seq: number;
  readonly kept: Told[];
  readonly sales: Map<string, string>;
  member: string;
  readonly sockets: Set<EventSocket>;
  /** Looks since anybody listened. */
  unheard: number;
};

export type EventHub = {
  readonly join: (socket: EventSocket, request: SocketRequest) => void;
  /** Something at the counter may have changed. */
  readonly changed: () => void;
  /** Closes what a POS, or everybody, has open. */
  readonly drop: (posName: string | null) => void;
  readonly settled: () => Promise<void>;
};

/**
 * Tells each POS on its sockets what becomes of its sales and who stands at the counter, numbered from 1 in
 * each run of the process (`stream`), so that one who was cut off goes on where it was. `look` reads how
 * things stand; equal states are told once.
 */
export function createEventHub(deps: {
  readonly stream: string;
  readonly look: (posName: string) => Promise<PosLook>;
  readonly onTrouble: (error: unknown) => void;
}): EventHub {
  const streams = new Map<string, Stream>();
  let working: Promise<void> = Promise.resolve();
  let isDue = false;

  /** One thing after the other, so that no event overtakes another. */
  function queue(work: () => Promise<void>): void {
    working = working.then(work).catch(deps.onTrouble);
  }

  function changed(): void {
    if (isDue || streams.size === 0) return;
    isDue = true;
    queue(async () => {
      isDue = false;
      for (const [posName, stream] of streams) {
        stream.unheard = stream.sockets.size > 0 ? 0 : stream.unheard + 1;
        if (stream.unheard > unheardMax) streams.delete(posName);
        else tellChanges(deps.stream, stream, await deps.look(posName));
      }
    });
  }

  function join(socket: EventSocket, request: SocketRequest): void {
    // From now on: one that goes before its turn, or while the counter is looked at, tells it once.
    let isGone = false;
    let joined: Stream | null = null;
    socket.on('error', () => socket.close());
    socket.on('close', () => {
      isGone = true;
      joined?.sockets.delete(socket);
    });
    queue(async () => {
      if (isGone) return;
      const stream = streams.get(request.posName) ?? newStream();
      if (!hasRoom(streams, request.posName)) {
        socket.close(1013);
        return;
      }
      const now = await deps.look(request.posName);
      if (isGone) return;
      const isNew = !streams.has(request.posName);
      streams.set(request.posName, stream);
      if (isNew) note(stream, now);
      else tellChanges(deps.stream, stream, now);
      stream.sockets.add(socket);
      joined = stream;
      greet(deps.stream, stream, { socket, request, now });
    });
  }

  return {
    join,
    changed,
    drop: (posName) => {
      for (const [name, stream] of streams) {
        if (posName !== null && name !== posName) continue;
        // Going away, or no longer allowed.
        for (const socket of stream.sockets) socket.close(posName === null ? 1001 : 1008);
      }
    },
    settled: () => working,
  };
}

function hasRoom(streams: ReadonlyMap<string, Stream>, posName: string): boolean {
  const open = [...streams.values()].reduce((sum, one) => sum + one.sockets.size, 0);
  const own = streams.get(posName);
  if (open >= socketsMax || (own?.sockets.size ?? 0) >= socketsPerPosMax) return false;
  return own !== undefined || streams.size < followedMax;
}

function newStream(): Stream {
  return { seq: 0, kept: [], sales: new Map(), member: 'null', sockets: new Set(), unheard: 0 };
}

/** What stands when one is first followed is told in the greeting, not as events. */
function note(stream: Stream, { sales, member }: PosLook): void {
  for (const sale of sales) stream.sales.set(sale.posSaleNo, JSON.stringify(sale));
  stream.member = JSON.stringify(member);
}

function tellChanges(name: string, stream: Stream, { sales, member }: PosLook): void {
  // The oldest first: what was touched last is told last.
  for (const sale of sales.toReversed()) {
    const text = JSON.stringify(sale);
    if (stream.sales.get(sale.posSaleNo) === text) continue;
    stream.sales.set(sale.posSaleNo, text);
    tell(stream, { kind: 'sale', stream: name, seq: stream.seq + 1, sale });
  }
  const kept = new Set(sales.map((sale) => sale.posSaleNo));
  for (const posSaleNo of stream.sales.keys())
    if (!kept.has(posSaleNo)) stream.sales.delete(posSaleNo);
  const memberText = JSON.stringify(member);
  if (stream.member === memberText) return;
  stream.member = memberText;
  tell(stream, { kind: 'member', stream: name, seq: stream.seq + 1, member });
}

function tell(stream: Stream, event: PosEvent): void {
  stream.seq = event.seq;
  const text = JSON.stringify(event);
  stream.kept.push({ seq: event.seq, text });
  if (stream.kept.length > keptMax) stream.kept.shift();
  for (const socket of stream.sockets) {
    if (socket.bufferedAmount > bufferedBytesMax) socket.close(1013);
    else socket.send(text);
  }
}

function greet(
  name: string,
  stream: Stream,
  given: {
    readonly socket: EventSocket;
    readonly request: SocketRequest;
    readonly now: PosLook;
  },
): void {
  const { socket, request, now } = given;
  const { after } = request;
  const missed = after === null ? [] : stream.kept.filter(({ seq }) => seq > after);
  const isWhole = after !== null && after <= stream.seq && missed.length === stream.seq - after;
  const resumed = request.stream === name && isWhole;
  const sales: PosSaleView[] = resumed ? [] : [...now.sales];
  const hello: PosEvent = {
    kind: 'hello',
    stream: name,
    seq: resumed ? (after ?? 0) : stream.seq,
    resumed,
    sales,
    member: now.member,
  };
  socket.send(JSON.stringify(hello));
  if (resumed) for (const { text } of missed) socket.send(text);
}
