import { memberErrorSchema } from '../../app/contract/member-pages.ts';
import type { HqDeps } from '../server/hq-deps.ts';
import type { DrawCode } from './draw-code.ts';
import type { MemberGuard } from './member-guard.ts';

/** What the routes of the member pages share. */
export type MemberPagesDeps = HqDeps & {
  readonly guard: MemberGuard;
  readonly drawCard: DrawCode;
  readonly drawQr: DrawCode;
};

/** How every route of the member pages refuses. */
export const memberFailures = { '4xx': memberErrorSchema, '5xx': memberErrorSchema };
