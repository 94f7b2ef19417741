import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../app/seed/random.ts';
import { databaseName } from './taped-shop.ts';

export const damageTargets = ['db', 'wal', 'tape'] as const;
export const damageKinds = ['flip', 'truncate', 'zero', 'delete', 'yesterday'] as const;
export type Damage = {
  readonly target: (typeof damageTargets)[number];
  readonly kind: (typeof damageKinds)[number];
};

/** Longest run of bytes that is zeroed. */
const zeroedBytesMax = 8_192;

/** Does the damage and says where; the same seed does the same. */
export function damageFiles(
  folder: string,
  yesterday: string,
  { target, kind }: Damage,
  random: Random,
): string {
  const names = filesOf(folder, target);
  if (kind === 'delete' || kind === 'yesterday') {
    for (const name of names) rmSync(join(folder, name));
    const old = kind === 'yesterday' ? filesOf(yesterday, target) : [];
    for (const name of old) copyFileSync(join(yesterday, name), join(folder, name));
    return `${kind} ${target}`;
  }
  const name = names.length === 0 ? undefined : random.pick(names);
  if (name === undefined) return `nothing of ${target}`;
  const path = join(folder, name);
  const bytes = readFileSync(path);
  if (bytes.length === 0) return `${name} is empty`;
  const at = random.whole(bytes.length);
  if (kind === 'truncate') {
    writeFileSync(path, bytes.subarray(0, at));
    return `${name} cut at ${at} of ${bytes.length}`;
  }
  if (kind === 'zero') {
    const end = Math.min(at + 1 + random.whole(zeroedBytesMax), bytes.length);
    bytes.fill(0, at, end);
    writeFileSync(path, bytes);
    return `${name} zeroed ${at}..${end} of ${bytes.length}`;
  }
  const bit = 1 << random.whole(8);
  bytes[at] = (bytes[at] ?? 0) ^ bit;
  writeFileSync(path, bytes);
  return `${name} bit ${bit} flipped at ${at} of ${bytes.length}`;
}

function filesOf(folder: string, target: Damage['target']): readonly string[] {
  if (target === 'db') return existsSync(join(folder, databaseName)) ? [databaseName] : [];
  const wal = `${databaseName}-wal`;
  if (target === 'wal') return existsSync(join(folder, wal)) ? [wal] : [];
  const tape = `${databaseName}-tape`;
  if (!existsSync(join(folder, tape))) return [];
  return readdirSync(join(folder, tape))
    .filter((name) => name.endsWith('.tape'))
    .map((name) => join(tape, name));
}
