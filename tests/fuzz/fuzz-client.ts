import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';

/** A request as it goes over the wire. */
export type FuzzRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** `status` 0: the connection ended without an answer, which is a refusal too. */
export type FuzzAnswer = {
  readonly status: number;
  readonly body: string;
  readonly cookie: string;
};

export type FuzzClient = {
  readonly send: (request: FuzzRequest) => Promise<FuzzAnswer>;
  /** Bytes as they are, on a connection of their own. */
  readonly sendBytes: (bytes: Buffer) => Promise<FuzzAnswer>;
  readonly close: () => void;
};

const answerBytesMax = 4_000;
const rawMsMax = 2_000;

/** Speaks to HQ on loopback over kept connections. */
export function createFuzzClient(port: number, inFlight: number): FuzzClient {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  return {
    send: (request) => send(agent, port, request),
    sendBytes: (bytes) => sendBytes(port, bytes),
    close: () => agent.destroy(),
  };
}

async function send(
  agent: Agent,
  port: number,
  { method, path, headers, body }: FuzzRequest,
): Promise<FuzzAnswer> {
  return await new Promise<FuzzAnswer>((resolve) => {
    const length = body.length > 0 ? { 'content-length': String(body.length) } : {};
    const outgoing = httpRequest(
      { agent, host: '127.0.0.1', port, method, path, headers: { ...headers, ...length } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          if (text.length < answerBytesMax) text += chunk;
        });
        const cookie = (response.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
        const finish = () => resolve({ status: response.statusCode ?? 0, body: text, cookie });
        response.on('end', finish).on('close', finish);
      },
    );
    outgoing.on('error', () => resolve({ status: 0, body: '', cookie: '' }));
    outgoing.end(body);
  });
}

async function sendBytes(port: number, bytes: Buffer): Promise<FuzzAnswer> {
  return await new Promise<FuzzAnswer>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const finish = () => {
      socket.destroy();
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
      resolve({ status, body: text.slice(0, answerBytesMax), cookie: '' });
    };
    // Bytes that promise more than they bring would wait for HQ's own time limit.
    socket.setTimeout(rawMsMax, finish);
    socket.on('error', finish).on('close', finish);
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.end(bytes);
  });
}
