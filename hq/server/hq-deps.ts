import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { NewId } from '../../app/domain/ids.ts';
import type { TimerPort } from '../../app/line/send-line-push.ts';
import type { HqDb, StoreKind } from '../db/hq-db.ts';
import type { LineChannel } from '../line/line-channel.ts';
import type { PushGroups } from './push-groups.ts';
import type { SnapshotShelf } from '../snapshot/snapshot-shelf.ts';

/** Everything HQ's core takes from outside. */
export type HqDeps = {
  readonly db: HqDb;
  readonly storeKind: StoreKind;
  readonly nowMs: () => number;
  readonly newId: NewId;
  readonly randomBytes: (count: number) => Uint8Array;
  /** A fraction of [0, 1), for spreading retries. */
  readonly random: () => number;
  /** How many pushes are worked on at once (see `createPushGroups`), and how many more may wait. */
  readonly pushesAtOnce: PushGroups & { readonly waitingMax: number };
  /** What is kept ready for fresh counters of a big chain; null or left out = they go by rows. */
  readonly snapshots?: { readonly shelf: SnapshotShelf; readonly membersMin: number } | null;
  /** Lets others who wait have their turn: whoever works through many events asks for it. Left out = never. */
  readonly giveWay?: () => Promise<void>;
  readonly timer: TimerPort;
  /** The brand's channel at LINE; ask it anew each time, it changes while HQ runs. */
  readonly lineChannel: LineChannel;
  /** Where LINE's webhooks lie between their answer and their effect; left out = HQ takes none. */
  readonly lineWebhookDir?: string;
  /** The built console; null serves the API alone. */
  readonly consoleDir: string | null;
  /** The built member pages; null or left out = not served. */
  readonly memberPagesDir?: string | null;
  /** A line for the operator; never bodies, names or tokens. */
  readonly log: (line: string) => void;
};

/** The server with routes typed from their zod schemas. */
export type HqApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
