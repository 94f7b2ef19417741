import type { Texts } from './texts.ts';

/** One sentence for each notice code: what happened, why, and what to do. */
export const noticeEn: Texts['notice'] = {
  'ime-swallowed': 'The input method caught the scan: press Esc and scan again.',
};
