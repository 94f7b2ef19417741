import { expect, test } from 'vitest';
import { appearanceDefaults } from '../app/contract/appearance.ts';
import type { MainMessage, StartCounter } from '../app/contract/process-messages.ts';
import type { TrainingSetup } from '../app/contract/training.ts';
import { defaultWedgeSettings } from '../app/domain/wedge-settings.ts';
import { createTrainingSwitch } from './create-training-switch.ts';

const shop: StartCounter = {
  kind: 'start',
  dataDir: '/data',
  databaseKeyHex: null,
  keyProtection: 'file',
  appVersion: '0',
  hostName: 'pc',
  sqliteBindingPath: null,
};
const setup: TrainingSetup = {
  language: 'zh-TW',
  calendar: 'gregory',
  appearance: appearanceDefaults,
  wedge: defaultWedgeSettings,
  customerWindow: false,
  customerLanguage: null,
  serialDevices: [],
};

/** A supervisor that notes what it is told and is as quick as the test likes. */
function rig(own: { prepare?: () => StartCounter | null; cleanUp?: () => void } = {}) {
  const did: string[] = [];
  const training = createTrainingSwitch({
    shop,
    supervisor: () => ({
      tell: (message: MainMessage) =>
        void did.push(message.kind === 'training-answer' ? `answer ${message.ok}` : message.kind),
      goOverTo: async ({ dataDir, opening }) => {
        did.push(`${dataDir} ${opening}`);
        return true;
      },
    }),
    prepare: () => ({ ...shop, dataDir: '/data/training', opening: 'training-begun' }),
    cleanUp: () => void did.push('clean'),
    onChange: (isTraining) => void did.push(isTraining ? 'training' : 'shop'),
    log: (event) => void did.push(event),
    ...own,
  });
  const tick = () => new Promise((resolve) => setTimeout(resolve, 1));
  return { did, training, tick };
}

test('there and back, each with its answer before the counter is stopped', async () => {
  const { did, training, tick } = rig();
  training.onMessage({ kind: 'training-begin', setup });
  await tick();
  training.onMessage({ kind: 'training-end', failed: false });
  await tick();
  expect(did).toEqual([
    'answer true',
    '/data/training training-begun',
    'training',
    'answer true',
    '/data training-ended',
    'shop',
    'clean',
  ]);
});

test('a training that does not open leads back to the shop, which says so', async () => {
  const { did, training, tick } = rig();
  training.onMessage({ kind: 'training-begin', setup });
  await tick();
  training.onMessage({ kind: 'training-end', failed: true });
  await tick();
  expect(did.slice(3)).toEqual(['answer true', '/data training-failed', 'shop', 'clean']);
});

test('without a folder, twice, or back from nowhere: the answer is no and nothing is stopped', async () => {
  const none = rig({ prepare: () => null });
  none.training.onMessage({ kind: 'training-begin', setup });
  none.training.onMessage({ kind: 'training-end', failed: false });
  await none.tick();
  const twice = rig();
  twice.training.onMessage({ kind: 'training-begin', setup });
  await twice.tick();
  twice.training.onMessage({ kind: 'training-begin', setup });
  await twice.tick();
  expect([none.did, twice.did.slice(3), twice.training.isTraining()]).toEqual([
    ['answer false', 'answer false'],
    ['answer false'],
    true,
  ]);
});

test('a folder that cannot be let go of is written down, and gone over at the next start', async () => {
  const cleanUp = () => {
    throw new Error('busy');
  };
  const { did, training, tick } = rig({ cleanUp });
  training.onMessage({ kind: 'training-begin', setup });
  await tick();
  training.onMessage({ kind: 'training-end', failed: false });
  await tick();
  expect(did.at(-1)).toBe('training-not-removed');
});
