import type { CounterCallIn, CounterCallOut } from '../contract/counter-calls.ts';
import type { CounterView, Tone } from '../contract/counter-view.ts';
import type { SyncView } from '../contract/house-views.ts';
import type { SerialSettings } from '../contract/serial-settings.ts';
import type { DeviceId, NewId } from '../domain/ids.ts';
import type { AuthoriseOutcome, AuthoriseRequest } from '../contract/spend-policy.ts';
import type { PosHouse, PosHouseView } from '../contract/pos-settings.ts';
import type { TrainingSetup } from '../contract/training.ts';
import type { Db } from '../db/handles.ts';
import type { Tape } from '../db/open-with-tape.ts';
import type { LinePort } from './create-line-desk.ts';
import type { ExportDesk } from './export-desk.ts';
import type { SerialDetectionPort } from './serial-detection-handlers.ts';
import type { PinCost } from './hash-pin.ts';
import type { StaffSession } from './staff-session.ts';
import type { TimeRatchet } from './time-ratchet.ts';
import type { WorkbookPort } from './workbook-thread.ts';

/** What sync knows and the database does not; the counter adds what waits to be sent. */
export type SyncFacts = Pick<
  SyncView,
  'state' | 'reason' | 'lastContactAtMs' | 'clockOffsetMs' | 'pulledRows'
>;

/** A serial device to open. */
export type SerialDevice = {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly settings: SerialSettings;
};

/** A scan of a transcript: when after the start, by which scanner, which bytes. */
export type ReplayedScan = {
  readonly atMs: number;
  readonly deviceId: DeviceId;
  readonly bytes: Uint8Array;
};

/** The doors for a POS on this PC: they are opened and closed outside, this says when. */
export type PosHousePort = {
  readonly status: () => Pick<PosHouseView, 'server' | 'folder' | 'pairing'>;
  /** Opens or closes what the settings say; resolves when that is done or has failed (see `status`). */
  readonly apply: (house: PosHouse) => Promise<void>;
  /** Whether files can be taken from there; null is no folder, and fine. */
  readonly isFolder: (path: string | null) => Promise<boolean>;
  /** Makes a fresh pairing code; false while nothing listens. */
  readonly openPairing: () => boolean;
  /** A POS lost its right: what it has open is closed. */
  readonly dropClient: (posName: string) => void;
  /** Null = not in this run. */
  readonly lastSeenAtMs: (posName: string) => number | null;
};

/** The app around the counter, which stops it and starts it again on another database. */
export type TrainingPort = {
  /** False when the folder for training cannot be had; then nothing happens. */
  readonly begin: (setup: TrainingSetup) => Promise<boolean>;
  readonly end: () => Promise<boolean>;
};

/** Everything the counter needs from the world. Nothing in app/counter reads a clock or a device itself. */
export type CounterDeps = {
  readonly db: Db;
  /** This PC's wall clock, UTC epoch ms. */
  readonly nowMs: () => number;
  /** A clock that only runs forward, ms, of this run of the process. */
  readonly monoMs: () => number;
  /** Names this run of the process (UUID). */
  readonly bootId: string;
  readonly newId: NewId;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly appVersion: string;
  readonly keyProtection: 'os' | 'file';
  /** The whole view, after every change. */
  readonly onChanged: (view: CounterView) => void;
  readonly onSound: (tone: Tone) => void;
  /** A bug or a broken disk: for the log. The screen has been told already. */
  readonly onError: (error: unknown) => void;
  readonly syncStatus: () => SyncFacts;
  /** The second record beside the database; left out where there is none. */
  readonly tape?: Tape;
  /** Enrols at HQ and starts syncing; does its own writing. Never throws for a refusal. */
  readonly connectToHq: (
    input: CounterCallIn<'setup:connect'>,
  ) => Promise<CounterCallOut<'setup:connect'>>;
  /**
   * Asks HQ for its word on one sale. Never throws, and gives up within seconds: `unreachable`. Left out =
   * nobody to ask.
   */
  readonly authoriseSpend?: (
    request: AuthoriseRequest,
  ) => Promise<AuthoriseOutcome | { readonly kind: 'unreachable' }>;
  /**
   * Of this PC and not in the database: without it a copied database verifies no PIN. 32 bytes. Left out = nobody
   * can be listed.
   */
  readonly deviceSecret?: Uint8Array;
  /** What hashing a PIN costs; left out = as much as it should. Tests hash hundreds. */
  readonly pinCost?: PinCost;
  /** Who is at the counter; `createCounter` makes one when left out. */
  readonly session?: StaffSession;
  /** Keeps time running; `createCounter` makes one when left out. */
  readonly timeRatchet?: TimeRatchet;
  /** Something waits to be sent, or a person asked. Returns at once. */
  readonly requestSync: () => void;
  readonly listPorts: () => Promise<CounterCallOut<'device:list-ports'>['ports']>;
  /** Opens a device and keeps it open; its health comes back through `setDeviceHealth`. */
  readonly openDevice: (device: SerialDevice) => void;
  readonly closeDevice: (deviceId: DeviceId) => void;
  /** Left out = there are no serial ports to search. */
  readonly serialDetection?: SerialDetectionPort;
  /** Left out = LINE has no place at this counter. */
  readonly line?: LinePort;
  /** Left out = nobody who could go over to training and back. */
  readonly training?: TrainingPort;
  /** What the first view says of a change to or from training; left out = nothing. */
  readonly opening?: 'training-begun' | 'training-ended' | 'training-cut' | 'training-failed';
  /** Left out = there is no door for a POS. */
  readonly posHouse?: PosHousePort;
  /** Plays scans into `acceptScan`; the answer stops it at once. Left out = there is nothing to play with. */
  readonly startReplay?: (scans: readonly ReplayedScan[], onEnd: () => void) => () => void;
  /** Writes an exported table beside the database and notes that it was; where it is. Left out = cannot. */
  readonly saveReport?: (report: {
    readonly name: string;
    readonly kind: 'figures' | 'members' | 'shift';
    readonly rows: number;
    readonly text: string;
    /** Written in place of the text, as .xlsx. */
    readonly workbook?: Uint8Array;
  }) => Promise<string>;
  /** The export under way; `createCounter` makes one when left out. */
  readonly exports?: ExportDesk;
  /** Starts the thread that makes a workbook; left out = it is made here, and calls wait for it. */
  readonly startWorkbookWorker?: () => WorkbookPort;
  /** Resolves when what waited has had its turn: scans and calls. Left out = nothing else waits. */
  readonly nextTurn?: () => Promise<void>;
  /** Writes a transcript into a file of its own; answers its path. Rejects when the disk will not. */
  readonly saveTranscript?: (text: string) => Promise<string>;
};
