import type { CounterCallHandlers } from '../contract/counter-calls.ts';
import { guideDefaults } from '../contract/guide.ts';
import type { lineDeskCalls } from '../contract/line-desk.ts';
import type { staffCalls } from '../contract/staff.ts';
import type { DeviceId } from '../domain/ids.ts';
import { deleteDevice } from '../db/devices.ts';
import { emptySale, putOpenSale } from '../db/open-sale.ts';
import { putSettings } from '../db/settings.ts';
import { getSyncState } from '../db/sync-state.ts';
import { done } from './act.ts';
import { addSerialDevice } from './add-serial-device.ts';
import { attachMember } from './attach-member.ts';
import type { Engine } from './engine.ts';
import { enrolMember } from './enrol-member.ts';
import { inboxHandlers } from './inbox-handlers.ts';
import { listMembers } from './list-members.ts';
import { managerHandlers } from './manager-handlers.ts';
import { momentOf, type Moment } from './moment.ts';
import { say } from './notice-codes.ts';
import { parkSale } from './park-sale.ts';
import { posHouseHandlers } from './pos-house-handlers.ts';
import { recallSale } from './recall-sale.ts';
import { remarkHandlers } from './remark-handlers.ts';
import { revealMember } from './reveal-member.ts';
import { scannerHandlers } from './scanner-handlers.ts';
import { serialDetectionHandlers } from './serial-detection-handlers.ts';
import { setAmount } from './set-amount.ts';
import { setPoints } from './set-points.ts';
import { setShop } from './set-shop.ts';
import { setWedge } from './set-wedge.ts';
import { settleRefund } from './settle-refund.ts';
import { soundAndSync, type SettleGate } from './settle-gate.ts';
import { findRefundable, openRefund, previewRefund } from './show-refund.ts';
import { shiftHandlers } from './shift-handlers.ts';
import { startLocal } from './start-local.ts';
import { dropCode } from './drop-code.ts';
import { stepBack } from './step-back.ts';
import { toggleVoucher } from './toggle-voucher.ts';
import { trainingHandlers } from './training-handlers.ts';
import { trustClock } from './trust-clock.ts';
import { useBest } from './use-best.ts';

/** The keyboard has no row in the device table: it is always there. */
const wedgeDeviceId = '00000000-0000-7000-8000-000000000001' as DeviceId;

/** The counter's side of the calls that the screen may make, but for LINE's and those about its people. */
export function counterHandlers(
  engine: Engine,
  settle: SettleGate,
): Omit<CounterCallHandlers, keyof typeof lineDeskCalls | keyof typeof staffCalls> {
  return {
    ...setupHandlers(engine),
    ...saleHandlers(engine, settle),
    ...refundHandlers(engine),
    ...memberHandlers(engine),
    ...houseHandlers(engine),
    ...serialDetectionHandlers(engine),
    ...scannerHandlers(engine),
    ...posHouseHandlers(engine),
    ...managerHandlers(engine),
    ...inboxHandlers(engine),
    ...shiftHandlers(engine),
    ...trainingHandlers(engine),
    ...remarkHandlers(engine),
  };
}

type Handlers<N extends keyof CounterCallHandlers> = Pick<CounterCallHandlers, N>;

function setupHandlers(
  engine: Engine,
): Handlers<'counter:view' | 'setup:start-local' | 'setup:connect'> {
  const { deps } = engine;
  let isConnecting = false;
  return {
    'counter:view': () => engine.view(),
    'setup:start-local': (input) =>
      engine.act((trx, { moment }) => startLocal(trx, { input, moment, newId: deps.newId })),
    'setup:connect': async (input) => {
      if (isConnecting) return { kind: 'refused', code: 'connect-busy' };
      // Not through the queue: it waits for the network, and scans must not wait with it.
      isConnecting = true;
      engine.setBusy(true);
      try {
        await engine.refresh();
        const isFirst = (await engine.view()).kind === 'first-run';
        const outcome = await deps.connectToHq(input);
        engine.setBusy(false);
        await engine.act(async (trx, { settings }) => {
          if (outcome.kind === 'refused') {
            return { notice: say('connect-refused', { reason: outcome.code }), answer: done };
          }
          if (isFirst) await putSettings(trx, { guide: { ...guideDefaults, shown: true } });
          return { notice: say('connected', { brandName: settings.brandName }), answer: done };
        });
        return outcome;
      } finally {
        engine.setBusy(false);
        isConnecting = false;
      }
    },
  };
}

type SaleCall =
  | 'scan:wedge'
  | 'scan:aim'
  | 'sale:set-amount'
  | 'sale:toggle-voucher'
  | 'sale:drop-code'
  | 'sale:set-points'
  | 'sale:use-best'
  | 'sale:settle'
  | 'sale:back'
  | 'sale:clear'
  | 'sale:park'
  | 'sale:recall';

function saleHandlers(engine: Engine, settle: SettleGate): Handlers<SaleCall> {
  return {
    'scan:wedge': ({ text, completedAtMs }) => {
      const bytes = new TextEncoder().encode(text);
      engine.acceptScan({
        deviceId: wedgeDeviceId,
        intake: 'wedge',
        bytes,
        truncated: false,
        completedAtMs,
      });
      return done;
    },
    'scan:aim': async ({ at }) => {
      if (engine.aimScans(at)) await engine.refresh();
      return done;
    },
    'sale:set-amount': ({ amountText }) =>
      engine.act((trx, scene) => setAmount(trx, scene, amountText)),
    'sale:toggle-voucher': ({ voucherId }) =>
      engine.act((trx, scene) => toggleVoucher(trx, scene, voucherId)),
    'sale:drop-code': ({ code }) => engine.act((trx, scene) => dropCode(trx, scene, code)),
    'sale:set-points': ({ points }) => engine.act((trx, scene) => setPoints(trx, scene, points)),
    'sale:use-best': () => engine.act(useBest),
    'sale:park': () => engine.act(parkSale),
    'sale:recall': ({ parkedAtMs }) =>
      engine.act((trx, scene) => recallSale(trx, scene, parkedAtMs)),
    'sale:settle': settle,
    'sale:back': async () => {
      await engine.act(async (trx, { sale }) => {
        // Good news needs no closing of its own: the same Esc goes on to the sale.
        const closed = engine.closeNotice();
        if (closed === null || closed === 'ok') await putOpenSale(trx, stepBack(sale));
        return { notice: null, answer: done };
      });
      return done;
    },
    'sale:clear': async () => {
      await engine.act(async (trx) => {
        await putOpenSale(trx, emptySale);
        return { notice: null, answer: done };
      });
      return done;
    },
  };
}

type RefundCall = 'refund:find' | 'refund:open' | 'refund:preview' | 'refund:settle';

function refundHandlers(engine: Engine): Handlers<RefundCall> {
  const { deps } = engine;
  const now = async (): Promise<Moment> => momentOf(deps, await getSyncState(deps.db));
  return {
    'refund:find': async (input) =>
      await findRefundable(deps.db, { ...input, moment: await now() }),
    'refund:open': async ({ saleId }) => openRefund(deps.db, { saleId, moment: await now() }),
    'refund:preview': async (input) => previewRefund(deps.db, { input, moment: await now() }),
    'refund:settle': async (input) => {
      const { newId, randomBytes } = deps;
      const answer = await engine.act((trx, scene) =>
        settleRefund(trx, scene, { input, newId, randomBytes }),
      );
      soundAndSync(engine, answer.kind);
      return answer;
    },
  };
}

function memberHandlers(
  engine: Engine,
): Handlers<'member:find' | 'member:attach' | 'member:reveal' | 'member:enrol'> {
  const { deps } = engine;
  return {
    'member:find': async (input) => {
      const { today } = momentOf(deps, await getSyncState(deps.db));
      return await listMembers(deps.db, { ...input, today });
    },
    'member:attach': ({ memberId }) =>
      engine.act((trx, scene) => attachMember(trx, scene, memberId)),
    'member:reveal': async ({ memberId }) => await revealMember(engine, memberId),
    'member:enrol': async (input) => {
      const answer = await engine.act((trx, scene) => enrolMember(trx, scene, { ...deps, input }));
      if (answer.kind === 'done') deps.requestSync();
      return answer;
    },
  };
}

type HouseCall =
  | 'settings:set-language'
  | 'settings:set-calendar'
  | 'settings:set-shop'
  | 'settings:trust-clock'
  | 'settings:set-appearance'
  | 'settings:set-guide'
  | 'settings:set-wedge'
  | 'device:list-ports'
  | 'device:add-serial'
  | 'device:remove'
  | 'sync:now'
  | 'sync:look';

function houseHandlers(engine: Engine): Handlers<HouseCall> {
  const { deps } = engine;
  return {
    'settings:set-shop': (input) => engine.act((trx, scene) => setShop(trx, scene, input)),
    'settings:trust-clock': () => engine.act((trx, scene) => trustClock(trx, scene, deps)),
    'settings:set-wedge': (input) => engine.act((trx) => setWedge(trx, input)),
    'settings:set-language': async ({ language }) => {
      await engine.act(async (trx) => {
        await putSettings(trx, { language });
        return { notice: 'keep', answer: done };
      });
      return done;
    },
    'settings:set-calendar': async ({ calendar }) => {
      await engine.act(async (trx) => {
        await putSettings(trx, { calendar });
        return { notice: 'keep', answer: done };
      });
      return done;
    },
    'settings:set-appearance': async (appearance) => {
      await engine.act(async (trx) => {
        await putSettings(trx, { appearance });
        return { notice: 'keep', answer: done };
      });
      return done;
    },
    'settings:set-guide': async (guide) => {
      await engine.act(async (trx) => {
        await putSettings(trx, { guide });
        return { notice: 'keep', answer: done };
      });
      return done;
    },
    'device:list-ports': async () => ({ ports: await deps.listPorts() }),
    'device:add-serial': async ({ name, settings }) => {
      const deviceId = deps.newId<DeviceId>();
      const answer = await engine.act((trx, { moment }) =>
        addSerialDevice(trx, { deviceId, name, settings, createdAtMs: moment.nowMs }),
      );
      if (answer.kind === 'done') deps.openDevice({ deviceId, name, settings });
      return answer;
    },
    'device:remove': async ({ deviceId }) => {
      deps.closeDevice(deviceId);
      engine.forgetDevice(deviceId);
      await engine.act(async (trx) => {
        await deleteDevice(trx, deviceId);
        return { notice: 'keep', answer: done };
      });
      return done;
    },
    'sync:now': () => {
      deps.requestSync();
      return done;
    },
    'sync:look': () => {
      deps.requestSync();
      return done;
    },
  };
}
