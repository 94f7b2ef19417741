import type { MemberId } from '../../app/domain/ids.ts';
import { memberConsentVersion } from '../member/consent-version.ts';
import { seedMemberProgram } from './member-program.ts';
import { lineUser, openMemberPage } from './member-page.ts';
import type { MemberPage } from './member-page.ts';
import { startTestHq } from './test-hq.ts';
import type { TestHq } from './test-hq.ts';
import type { StoreKind } from '../db/hq-db.ts';
import type { StartHqOptions } from '../start-hq.ts';

/** What the rig asks of LINE's stand-in. */
export type LineIssuer = {
  readonly url: string;
  readonly issueIdToken: (wish: { readonly userId: string }) => string;
};

export const testLoginChannelId = '1650000001';
export const testLiffId = '1650000001-abcdefgh';

/** An HQ with a program for members and a LINE channel, and whoever comes by its pages. */
export type MemberRig = {
  readonly hq: TestHq;
  /** Opens the pages as a LINE user; as a new one unless told. */
  readonly open: (lineUserId?: string, language?: string) => Promise<MemberPage>;
  /** Opens the pages as somebody new, and joins. */
  readonly join: (change?: object) => Promise<MemberPage & { readonly memberId: MemberId }>;
  /** A mobile number nobody has. */
  readonly newMobile: () => string;
};

/** What joining asks for, with a number of its own. */
export function joinBody(mobile: string, change: object = {}): object {
  const consentVersion = memberConsentVersion;
  const rest = { name: '王小明', birthday: '05-17', marketing: false, inviter: null };
  return { ...rest, mobile, consentVersion, ...change };
}

export async function startMemberRig(
  kind: StoreKind,
  line: LineIssuer,
  options: StartHqOptions = {},
): Promise<MemberRig> {
  const hq = await startTestHq(kind, {
    seed: seedMemberProgram,
    line: { baseUrl: line.url, loginChannelId: testLoginChannelId, liffId: testLiffId },
    ...options,
  });
  let people = 0;
  let numbers = 0;
  const newMobile = (): string => `0987${String((numbers += 1)).padStart(6, '0')}`;
  const open = async (lineUserId = lineUser((people += 1)), language = 'zh-TW') =>
    await openMemberPage(hq.url, {
      lineUserId,
      idToken: line.issueIdToken({ userId: lineUserId }),
      language,
    });
  const join = async (change: object = {}) => {
    const page = await open();
    const answer = await page.post('join', joinBody(newMobile(), change));
    if (answer.status !== 200) throw new Error(`nobody joined: ${JSON.stringify(answer.body)}`);
    return { ...page, memberId: answer.body['memberId'] as MemberId };
  };
  return { hq, open, join, newMobile };
}
