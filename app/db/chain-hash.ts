import { hash } from 'node:crypto';
import type { InstallId } from '../domain/ids.ts';

export type ChainLink = {
  /** Hash of the link before; '' for seq 1. */
  readonly prev: string;
  readonly install: InstallId;
  /** From 1, without gaps. */
  readonly seq: number;
  /** The event's bytes exactly as stored and sent. */
  readonly rawBody: string;
};

/**
 * The envelope that ties an event to everything recorded before it: base64url of
 * sha256(`prev|install|seq|rawBody`). Counter and HQ both compute it, on the raw bytes, never on
 * re-serialised JSON.
 */
export function chainHash({ prev, install, seq, rawBody }: ChainLink): string {
  return hash('sha256', `${prev}|${install}|${seq}|${rawBody}`, 'base64url');
}
