/** HQ with the demo shop in a process of its own, so that a benchmark's counter has its core alone. */
import { startRigHq } from '../rig/rig-hq.ts';

/** What the process tells its parent once it is ready. */
export type HqProcessReady = {
  readonly url: string;
  readonly code: string;
  readonly cardCodes: readonly string[];
  readonly rows: number;
};

const rig = await startRigHq({ memberCount: Number(process.argv[2]) });
const { members, vouchers, sales } = rig.shop;
process.send?.({
  url: rig.url,
  code: await rig.makeEnrolmentCode(),
  cardCodes: rig.cardCodes,
  rows: members.length + vouchers.length + sales.length,
} satisfies HqProcessReady);
process.on('message', () => void rig.stop().then(() => process.exit(0)));
