import { expect, test } from 'vitest';
import { findSerialPath } from './find-serial-path.ts';

const honeywell = { vendorId: '0c2e', productId: '0b6a', serialNumber: 'S1' };
const other = { vendorId: '0c2e', productId: '0b6a', serialNumber: 'S2' };
const plain = { vendorId: '1a86', productId: '7523', serialNumber: null };
const port = (path: string, identity: typeof honeywell | typeof plain | null) => ({
  path,
  label: path,
  identity,
});
const free = () => false;

test('a scanner is found by what it is, wherever it comes back', () => {
  const wanted = { path: 'COM3', identity: honeywell };
  const ports = [port('COM1', null), port('COM3', other), port('COM4', honeywell)];
  expect([
    findSerialPath(wanted, ports, free),
    findSerialPath(wanted, [port('COM3', honeywell)], free),
    findSerialPath(wanted, [port('COM3', other)], free),
    findSerialPath(wanted, [], free),
  ]).toEqual(['COM4', 'COM3', null, null]);
});

test('of several alike without serial numbers: its own path, else the one nobody else has, else none', () => {
  const wanted = { path: 'COM3', identity: plain };
  const both = [port('COM3', plain), port('COM4', plain)];
  const moved = [port('COM4', plain), port('COM5', plain)];
  expect([
    findSerialPath(wanted, both, free),
    findSerialPath(wanted, moved, (path) => path === 'COM4'),
    findSerialPath(wanted, moved, free),
    findSerialPath(wanted, [port('COM4', plain)], () => true),
  ]).toEqual(['COM3', 'COM5', null, null]);
});
