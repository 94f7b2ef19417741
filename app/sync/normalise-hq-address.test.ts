import { expect, test } from 'vitest';
import { normaliseHqAddress } from './normalise-hq-address.ts';

const good: readonly (readonly [string, string])[] = [
  ['https://hq.example.tw', 'https://hq.example.tw'],
  [' HQ.example.tw/console?x=1#y ', 'https://hq.example.tw'],
  ['ｈｔｔｐｓ：／／ｈｑ．example.tw', 'https://hq.example.tw'],
  ['hq.example.tw:8443', 'https://hq.example.tw:8443'],
  ['localhost:8787', 'http://localhost:8787'],
  ['http://127.1:8787', 'http://127.0.0.1:8787'],
  ['192.168.1.20', 'http://192.168.1.20'],
  ['https://192.168.1.20', 'https://192.168.1.20'],
  ['http://10.0.0.5/', 'http://10.0.0.5'],
  ['http://172.31.255.1', 'http://172.31.255.1'],
  ['http://[::1]:8787', 'http://[::1]:8787'],
  ['http://[fd00::7]', 'http://[fd00::7]'],
];
test.each(good)('%s is %s', (text, origin) => {
  expect(normaliseHqAddress(text)).toEqual({ kind: 'address', origin });
});

const badTexts = [
  '',
  '   ',
  'http://hq.example.tw',
  'http://8.8.8.8',
  'http://172.32.0.1',
  'http://192.169.0.1',
  'http://fd00.example.tw',
  'http://127.0.0.1.example.tw',
  'https://user:secret@hq.example.tw',
  'hq.example.tw@evil.example',
  'ftp://hq.example.tw',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://',
  'https://hq example.tw',
  'https:\\\\hq.example.tw',
  'https://hq.example.tw:99999',
  `https://${'a'.repeat(400)}.tw`,
];
test.each(badTexts)('%j is refused', (text) => {
  expect(normaliseHqAddress(text)).toEqual({ kind: 'bad-address' });
});
