import type { WedgeSettings } from '../domain/wedge-settings.ts';
import type { Trx } from '../db/handles.ts';
import { putSettings } from '../db/settings.ts';
import { done, type Act } from './act.ts';

/** Stores how this counter's keyboard scanner is set up; the screen reads by it from the next key on. */
export async function setWedge(trx: Trx, wedge: WedgeSettings): Promise<Act> {
  await putSettings(trx, { wedge });
  return { notice: 'keep', answer: done };
}
