import { expect, test } from 'vitest';
import { createElectronFetch } from './electron-fetch.ts';

const failing = (message: string) => createElectronFetch(() => Promise.reject(new Error(message)));

test.each([
  ['net::ERR_CERT_DATE_INVALID', 'CERT_HAS_EXPIRED'],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'ERR_TLS_CERT'],
  ['net::ERR_SSL_PROTOCOL_ERROR', 'ERR_TLS_CERT'],
  ['net::ERR_INVALID_HTTP_RESPONSE', 'HPE_INVALID'],
  ['net::ERR_CONNECTION_REFUSED', 'ERR_CONNECTION_REFUSED'],
  ['net::ERR_NAME_NOT_RESOLVED', 'ERR_NAME_NOT_RESOLVED'],
  ['net::ERR_INTERNET_DISCONNECTED', 'ERR_INTERNET_DISCONNECTED'],
])('%s has the code %s', async (words, code) => {
  await expect(failing(words)('http://hq/')).rejects.toMatchObject({ code });
});

test('a redirect is an answer, as with Node', async () => {
  expect((await failing('Redirect was cancelled')('http://hq/')).status).toBe(302);
});

test('an abort stays what it is; an answer is passed on', async () => {
  const abort = new DOMException('stopped', 'AbortError');
  await expect(createElectronFetch(() => Promise.reject(abort))('http://hq/')).rejects.toBe(abort);
  const answer = new Response('hq');
  expect(await createElectronFetch(() => Promise.resolve(answer))('http://hq/')).toBe(answer);
});
