/**
 * A small client of the POS hand-over, without dependencies: Node 18 or newer. As a module it gives
 * `pairPos` and `createPosClient`; run by itself it hands one sale over and settles it:
 *
 *   node docs/examples/pos-client.mjs pair <code> "POS 1"
 *   node docs/examples/pos-client.mjs sell <token> 20261122-0042 500
 *
 * What it shows: the number makes every call safe to repeat, so an answer that was lost (a crash, a
 * restart, a slow disk) is asked for again instead of guessed.
 */

const defaultUrl = 'http://127.0.0.1:46120';
const triesMax = 20;
const retryDelayMs = 500;
const pollMs = 300;

/** A refusal: `error` is the code, `sentence` for people, `sale` how the sale stands. */
export class PosRefusal extends Error {
  constructor(status, body) {
    super(`${body.error}: ${body.sentence}`);
    this.status = status;
    this.error = body.error;
    this.sale = body.sale;
    this.body = body;
  }
}

const sleep = (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs));

/** One call. Trouble of the moment is tried again: nothing answers, or the counter is busy (503). */
async function call(url, token, method, path, body) {
  for (let attempt = 1; ; attempt += 1) {
    let answer = null;
    try {
      answer = await fetch(url + path, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (answer.status !== 503) {
        const content = await answer.json();
        if (answer.ok) return content;
        throw new PosRefusal(answer.status, content);
      }
    } catch (error) {
      if (error instanceof PosRefusal) throw error;
    }
    if (attempt >= triesMax) throw new Error(`the counter does not answer at ${url}`);
    await sleep(retryDelayMs);
  }
}

/** Turns the code of the settings screen into a token. Keep it as you keep a password. */
export async function pairPos(code, posName, url = defaultUrl) {
  const { token } = await call(url, null, 'POST', '/v1/pair', { code, posName });
  return token;
}

/** The calls of one POS. */
export function createPosClient(token, url = defaultUrl) {
  const at = (posSaleNo) => `/v1/sales/${encodeURIComponent(posSaleNo)}`;
  const client = {
    about: () => call(url, token, 'GET', '/v1/about'),
    put: (posSaleNo, sale) => call(url, token, 'PUT', at(posSaleNo), sale),
    get: (posSaleNo) => call(url, token, 'GET', at(posSaleNo)),
    settle: (posSaleNo, payment) => call(url, token, 'POST', `${at(posSaleNo)}/settle`, payment),
    cancel: (posSaleNo) => call(url, token, 'POST', `${at(posSaleNo)}/cancel`, {}),
    void: (posSaleNo, why = 'mistake') =>
      call(url, token, 'POST', `${at(posSaleNo)}/void`, { why }),

    /** Waits until the sale is in one of the states; gives it as it then stands. */
    waitFor: async (posSaleNo, states, waitMs = 60_000) => {
      const untilMs = Date.now() + waitMs;
      for (;;) {
        const sale = await client.get(posSaleNo);
        if (states.includes(sale.state) || Date.now() >= untilMs) return sale;
        await sleep(pollMs);
      }
    },

    /**
     * Takes the customer's money by what the counter says is left to pay. `collect` is given the sale and
     * resolves when the money is in the drawer; it is not called for a sale that is settled already.
     */
    pay: async (posSaleNo, collect) => {
      const sale = await client.get(posSaleNo);
      if (sale.state === 'settled' || sale.state === 'no-member') return sale;
      const paidMinor = sale.result?.paidMinor ?? sale.amountMinor;
      await collect(paidMinor, sale);
      return await client.settle(posSaleNo, { paidMinor });
    },

    /**
     * Follows what happens at the counter. Comes back by itself where it was after a break. Needs a
     * WebSocket: Node 22, a browser's engine, or one given.
     */
    follow: (onEvent, WebSocketClass = globalThis.WebSocket) => {
      let socket = null;
      let isClosed = false;
      let last = null;
      const open = () => {
        if (isClosed) return;
        const from = last === null ? '' : `?stream=${last.stream}&after=${last.seq}`;
        socket = new WebSocketClass(`${url.replace(/^http/, 'ws')}/v1/events${from}`, [
          'counterfoil.v1',
          `bearer.${token}`,
        ]);
        socket.onmessage = ({ data }) => {
          const event = JSON.parse(data);
          last = { stream: event.stream, seq: event.seq };
          onEvent(event);
        };
        socket.onerror = () => {};
        socket.onclose = () => setTimeout(open, retryDelayMs);
      };
      open();
      return () => {
        isClosed = true;
        socket?.close();
      };
    },
  };
  return client;
}

async function main([what, ...given]) {
  const url = process.env.COUNTERFOIL_POS_URL ?? defaultUrl;
  if (what === 'pair') {
    const [code, posName] = given;
    console.log(await pairPos(code, posName, url));
    return;
  }
  if (what !== 'sell')
    throw new Error('pair <code> <name> | sell <token> <number> <amount> [card]');
  const [token, posSaleNo, amount, memberCode = null] = given;
  const client = createPosClient(token, url);
  const handed = await client.put(posSaleNo, { amountMinor: Number(amount), memberCode });
  console.log(`${posSaleNo}: ${handed.state}`);
  // The cashier scans the member now; without one the sale is closed without points.
  const waitMs = Number(process.env.COUNTERFOIL_POS_WAIT_MS ?? 15_000);
  await client.waitFor(posSaleNo, ['open', 'settled', 'cancelled'], waitMs);
  const sale = await client.pay(posSaleNo, (paidMinor) => console.log(`to pay: NT$${paidMinor}`));
  const { state, result } = sale;
  console.log(`${posSaleNo}: ${state}${result === null ? '' : `, ${result.pointsEarned} points`}`);
}

if (process.argv[1]?.endsWith('pos-client.mjs')) await main(process.argv.slice(2));
