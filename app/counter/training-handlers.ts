import type { CounterCallHandlers } from '../contract/counter-calls.ts';
import type { TrainingSetup } from '../contract/training.ts';
import type { DeviceId } from '../domain/ids.ts';
import type { Reader } from '../db/handles.ts';
import { getSettings, putSettings } from '../db/settings.ts';
import { done } from './act.ts';
import { listSerialDevices } from './add-serial-device.ts';
import type { Engine } from './engine.ts';
import type { CounterDeps } from './ports.ts';

/** Practice scans have no row in the device table. */
const practiceDeviceId = '00000000-0000-7000-8000-000000000099' as DeviceId;

/** As many as the contract lets through; the shop itself allows no more. */
const serialDevicesMax = 16;

type TrainingCall =
  | 'training:begin'
  | 'training:end'
  | 'training:practice'
  | 'training:scan'
  | 'settings:set-customer-window'
  | 'settings:set-customer-language';

/** Going over to training and back, what there is to try meanwhile, and the customer's window. */
export function trainingHandlers(engine: Engine): Pick<CounterCallHandlers, TrainingCall> {
  const { deps } = engine;
  const practice = async () => (await getSettings(deps.db)).training?.practice ?? [];
  return {
    'training:begin': async () => {
      const { mode, training } = await getSettings(deps.db);
      if (training !== null) return { kind: 'refused', code: 'training-already' };
      if (mode === null) return { kind: 'refused', code: 'setup-first' };
      if (deps.training === undefined) return { kind: 'refused', code: 'training-unavailable' };
      const begun = await deps.training.begin(await gatherSetup(deps.db));
      return begun ? done : { kind: 'refused', code: 'training-failed' };
    },
    'training:end': async () => {
      const { training } = await getSettings(deps.db);
      if (training === null || deps.training === undefined)
        return { kind: 'refused', code: 'no-training' };
      return (await deps.training.end()) ? done : { kind: 'refused', code: 'training-failed' };
    },
    'training:practice': async () => ({ items: [...(await practice())] }),
    'training:scan': async ({ place }) => {
      const item = (await practice())[place];
      if (item === undefined) return { kind: 'refused', code: 'no-training' };
      playScan(engine, item.code);
      return done;
    },
    'settings:set-customer-window': async ({ on }) => {
      await engine.act(async (trx) => {
        await putSettings(trx, { customerWindow: on });
        return { notice: 'keep', answer: done };
      });
      return done;
    },
    'settings:set-customer-language': async ({ language }) => {
      await engine.act(async (trx) => {
        await putSettings(trx, { customerLanguage: language });
        return { notice: 'keep', answer: done };
      });
      return done;
    },
  };
}

/** The way of every other scan: through the scanner that plays transcripts, where there is one. */
function playScan({ deps, acceptScan }: Engine, code: string): void {
  const bytes = new TextEncoder().encode(code);
  if (deps.startReplay !== undefined) {
    deps.startReplay([{ atMs: 0, deviceId: practiceDeviceId, bytes }], () => undefined);
    return;
  }
  const completedAtMs = deps.nowMs();
  const intake = 'replay' as const;
  acceptScan({ deviceId: practiceDeviceId, intake, bytes, truncated: false, completedAtMs });
}

/** What the screens and scanners of training take over from the shop. */
async function gatherSetup(db: CounterDeps['db'] & Reader): Promise<TrainingSetup> {
  const { language, calendar, appearance, wedge, customerWindow, customerLanguage } =
    await getSettings(db);
  const serialDevices = (await listSerialDevices(db)).slice(0, serialDevicesMax);
  return {
    language,
    calendar,
    appearance,
    wedge,
    customerWindow,
    customerLanguage,
    serialDevices: serialDevices.map((one) => ({ ...one })),
  };
}
