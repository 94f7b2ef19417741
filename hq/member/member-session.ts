import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { languageSchema } from '../../app/contract/language.ts';
import type { Language } from '../../app/contract/language.ts';

/** Who is at the other end: a LINE user that LINE vouched for, and the language of their pages. */
export type MemberSessionFacts = {
  /** `U` and 32 hex digits. */
  readonly lineUserId: string;
  readonly language: Language;
  readonly expiresAtMs: number;
};

/** How long a page may go on without asking LINE again. */
export const memberSessionMs = 3_600_000;

/** LINE's user ids. Reference "Source user" of LINE's Messaging API. */
export const lineUserIdShape = /^U[0-9a-f]{32}$/;

const bodySchema = z
  .object({
    u: z.string().regex(lineUserIdShape),
    l: languageSchema,
    x: z.number().int().safe(),
  })
  .strict();

/** Makes and reads sessions. They are kept nowhere: any process of the same brand reads them. */
export type MemberSessions = {
  readonly sign: (facts: MemberSessionFacts) => string;
  /** Null unless we signed it and its time is not over. Never throws. */
  readonly read: (text: string, nowMs: number) => MemberSessionFacts | null;
};

/**
 * Sessions under a brand's own secret: another brand's are worth nothing here. The key is derived for this
 * purpose alone, so that nothing else HQ signs passes for a session.
 */
export function createMemberSessions(secret: string): MemberSessions {
  const key = createHmac('sha256', secret).update('counterfoil/member-session').digest();
  const macOf = (body: string): Buffer => createHmac('sha256', key).update(body).digest();
  return {
    sign: ({ lineUserId, language, expiresAtMs }) => {
      const json = JSON.stringify({ u: lineUserId, l: language, x: expiresAtMs });
      const body = Buffer.from(json, 'utf8').toString('base64url');
      return `${body}.${macOf(body).toString('base64url')}`;
    },
    read: (text, nowMs) => {
      const [, body, mac] = /^([\w-]{20,300})\.([\w-]{43})$/.exec(text) ?? [];
      if (body === undefined || mac === undefined) return null;
      const given = Buffer.from(mac, 'base64url');
      const own = macOf(body);
      if (given.length !== own.length || !timingSafeEqual(given, own)) return null;
      const read = bodySchema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
      if (!read.success || read.data.x <= nowMs) return null;
      const { u, l, x } = read.data;
      return { lineUserId: u, language: l, expiresAtMs: x };
    },
  };
}
