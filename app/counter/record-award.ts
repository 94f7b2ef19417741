import type { AwardEvent } from '../contract/events.ts';
import { appendEvent } from '../db/events.ts';
import type { Trx } from '../db/handles.ts';
import { emptySale, putOpenSale } from '../db/open-sale.ts';
import { insertEffects } from '../db/record-effects.ts';
import type { EvaluatedScene } from './evaluate-scene.ts';
import { linkPosSale } from './pos-award.ts';
import type { Scene } from './scene.ts';
import { usesOf } from './uses-of.ts';

/** Writes everything a settled sale changes, the event first, and clears the open sale. */
export async function recordAward(
  trx: Trx,
  { moment }: Scene,
  event: AwardEvent,
  { program, result: { reasons } }: Pick<EvaluatedScene, 'program' | 'result'>,
): Promise<void> {
  const atMs = moment.nowMs;
  await appendEvent(trx, { event, recordedAtMs: atMs });
  const uses = usesOf(event.body, program);
  const effects = { reasons, uses, usesOn: event.bizDate, cancelled: [], inviterId: null };
  await insertEffects(trx, { event, atMs, effects });
  await linkPosSale(trx, event, moment);
  await putOpenSale(trx, emptySale);
}
