import type { messagingApi } from '@line/bot-sdk';

const lineUserIdPattern = /^U[0-9a-f]{32}$/;
/** Message objects in one push. messaging-api.yml `PushMessageRequest.messages`. */
const pushMessagesMax = 5;
/** Our own limit; LINE answers 413 above 2 MB. */
const pushBytesMax = 200 * 1024;

/** True for a LINE user id as LINE makes them: `U` and 32 hex digits in lower case. */
export function isLineUserId(text: string): boolean {
  return lineUserIdPattern.test(text);
}

/**
 * The body of a push as it is stored once, before the first try, and sent on every try: LINE wants
 * a retry to be identical, so it is never built again from a newer balance. Throws on a user id
 * that is not one, on no or too many messages, and on a body above 200 KiB.
 */
export function serializePush(push: {
  readonly to: string;
  readonly messages: readonly messagingApi.Message[];
}): string {
  if (!isLineUserId(push.to)) throw new Error('not a LINE user id');
  if (push.messages.length < 1 || push.messages.length > pushMessagesMax) {
    throw new Error(`a push carries 1 to ${pushMessagesMax} messages, not ${push.messages.length}`);
  }
  const body = JSON.stringify({ to: push.to, messages: push.messages });
  if (new TextEncoder().encode(body).length > pushBytesMax) throw new Error('push body too large');
  return body;
}

/** Begins as `serializePush` writes it. */
const storedPushPattern = /^\{"to":"U[0-9a-f]{32}","messages":\[\{.*\}\]\}$/s;

/** Whether a stored body is one of ours, whole. */
export function isStoredPush(serializedBody: string): boolean {
  return storedPushPattern.test(serializedBody);
}
