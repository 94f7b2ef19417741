import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findAdminSession, insertAdminSession, markSessionEnded } from '../db/admin-sessions.ts';
import { getBrand } from '../db/brand.ts';
import type { HqDeps } from './hq-deps.ts';

const cookieName = 'counterfoil_hq';
const sessionLifeMs = 12 * 3_600_000;
const cookieShape = { path: '/admin', httpOnly: true, sameSite: 'strict' } as const;

/** How HQ remembers a secret: it keeps the hash, never the secret. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Opens a session for whoever knows the admin token; false otherwise. */
export async function signIn(deps: HqDeps, reply: FastifyReply, token: string): Promise<boolean> {
  const { adminTokenHash } = await getBrand(deps.db);
  const matches = timingSafeEqual(
    Buffer.from(hashSecret(token), 'hex'),
    Buffer.from(adminTokenHash, 'hex'),
  );
  if (!matches) return false;
  const session = Buffer.from(deps.randomBytes(32)).toString('base64url');
  const nowMs = deps.nowMs();
  await insertAdminSession(deps.db, {
    sessionHash: hashSecret(session),
    nowMs,
    expiresAtMs: nowMs + sessionLifeMs,
  });
  void reply.setCookie(cookieName, session, { ...cookieShape, maxAge: sessionLifeMs / 1000 });
  return true;
}

export async function signOut(
  deps: HqDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const session = request.cookies[cookieName];
  if (session !== undefined) await markSessionEnded(deps.db, hashSecret(session));
  void reply.clearCookie(cookieName, cookieShape);
}

/**
 * Whether a request comes from a signed-in browser, from our own page. The cookie is SameSite=Strict
 * and only JSON is read; the Origin check stands behind both.
 */
export async function isSignedIn(deps: HqDeps, request: FastifyRequest): Promise<boolean> {
  const session = request.cookies[cookieName];
  if (session === undefined || !isSameOrigin(request)) return false;
  return await findAdminSession(deps.db, hashSecret(session), deps.nowMs());
}

/** Browsers name the page's origin on every POST; other clients leave it out. */
export function isSameOrigin(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
