import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHqOnlyFetch, ForeignHostError } from './hq-only-fetch.ts';

let server: Server;
let hqUrl = '';
let asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/portal') response.writeHead(302, { location: '/login' }).end();
    else response.end('hq');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  hqUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((closed) => server.close(closed)));

function make() {
  asked = [];
  let denied = 0;
  const gate = createHqOnlyFetch(fetch, () => (denied += 1));
  const ask = (url: string) =>
    gate.fetch(url).then(
      (answer) => answer.text(),
      (error: unknown) => (error instanceof ForeignHostError ? 'foreign' : 'failed'),
    );
  return { gate, ask, denied: () => [denied, gate.deniedCount()] };
}

test('nothing before HQ is known, HQ alone afterwards, nothing again without it', async () => {
  const { gate, ask, denied } = make();
  const before = await ask(hqUrl);
  gate.setHqUrl(`${hqUrl}/some/path`);
  const port = new URL(hqUrl).port;
  const others = [
    `http://localhost:${port}/`,
    `https://127.0.0.1:${port}/`,
    `http://127.0.0.1:1/`,
    `http://127.0.0.1:${port}@example.com/`,
    'file:///etc/passwd',
    'data:text/plain,x',
    '/relative',
    '',
  ];
  const afterwards = [await ask(`${hqUrl}/v1/sync/pull`), ...(await Promise.all(others.map(ask)))];
  gate.setHqUrl(null);
  expect([before, afterwards, await ask(hqUrl), denied(), asked]).toEqual([
    'foreign',
    ['hq', ...others.map(() => 'foreign')],
    'foreign',
    [10, 10],
    ['/v1/sync/pull'],
  ]);
});

test('a HQ that is being connected to is open for that long', async () => {
  const { gate, ask } = make();
  const during = await gate.whileConnecting(hqUrl, () => ask(`${hqUrl}/v1/enrol`));
  await gate.whileConnecting('nonsense', () => Promise.resolve()).catch(() => {});
  expect([during, await ask(hqUrl)]).toEqual(['hq', 'foreign']);
});

test('a redirect is not followed, whatever the caller asked for', async () => {
  const { gate } = make();
  gate.setHqUrl(hqUrl);
  const answer = await gate.fetch(`${hqUrl}/portal`, { redirect: 'follow' });
  expect([answer.status, asked]).toEqual([302, ['/portal']]);
});
