import type { Patch } from '../load-core.ts';

/** Files the planted bugs are in, and passages that several of them change. */
export const push = 'app/sync/push-events.ts';
export const pull = 'app/sync/pull-changes.ts';
export const judge = 'app/sync/judge-install.ts';
export const askInstall = 'app/sync/ask-install.ts';
export const events = 'app/db/events.ts';
export const installs = 'app/db/installs.ts';
export const receipts = 'app/db/receipts.ts';
export const changes = 'app/db/apply-changes.ts';
export const dropView = 'app/db/drop-view.ts';
export const offer = 'app/db/offer-again.ts';
export const accept = 'hq/apply/accept-push.ts';
export const hqChanges = 'hq/db/changes.ts';

export const noOtherStory: Patch = {
  file: pull,
  find: `if (install === null || hqLast === undefined) return 'same';`,
  replace: `return 'same';`,
};
export const noFromCheck: Patch = {
  file: pull,
  find: 'if (answer.from !== cursor || answer.to < answer.from) return false;',
  replace: 'if (answer.to < answer.from) return false;',
};
export const noHqLast: Patch = {
  file: push,
  find: `if (answer.hqLast > install.lastSeq) return await setProblem(trx, 'fork');`,
  replace: '',
};
export const offersNothing: Patch = {
  file: offer,
  find: 'looked.filter((event) => event.missing === 1)',
  replace: 'looked.filter((event) => event.missing > 1)',
};
export const startsEmpty: Patch = {
  file: installs,
  find: 'const events = await listOffered(trx, input.offer);',
  replace: 'const events: Awaited<ReturnType<typeof listOffered>> = []; void listOffered;',
};
