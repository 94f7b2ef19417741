import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findAdminSession, insertAdminSession, markSessionEnded } from '../db/admin-sessions.ts';
import { findAdminByToken, owner } from '../db/admins.ts';
import type { Admin } from '../db/admins.ts';
import { getBrand } from '../db/brand.ts';
import type { HqDeps } from './hq-deps.ts';

const cookieName = 'counterfoil_hq';
const sessionLifeMs = 12 * 3_600_000;

/** TLS ends at a proxy: that the page is open by https is known from the Origin its browser names. */
function cookieShape({ headers: { origin = '' } }: FastifyRequest) {
  return {
    path: '/admin',
    httpOnly: true,
    sameSite: 'strict',
    secure: origin.startsWith('https://'),
  } as const;
}

/** How HQ remembers a secret: it keeps the hash, never the secret. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Opens a session for whoever knows the owner's token or one of their own; false otherwise. */
export async function signIn(
  deps: HqDeps,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  token: string,
): Promise<boolean> {
  const admin = await findHolder(deps, token);
  if (admin === null) return false;
  const session = Buffer.from(deps.randomBytes(32)).toString('base64url');
  const nowMs = deps.nowMs();
  await insertAdminSession(deps.db, {
    sessionHash: hashSecret(session),
    adminId: admin.adminId,
    nowMs,
    expiresAtMs: nowMs + sessionLifeMs,
  });
  void reply.setCookie(cookieName, session, {
    ...cookieShape(request),
    maxAge: sessionLifeMs / 1000,
  });
  return true;
}

async function findHolder(deps: HqDeps, token: string): Promise<Admin | null> {
  const tokenHash = hashSecret(token);
  const { adminTokenHash } = await getBrand(deps.db);
  const isOwner = timingSafeEqual(
    Buffer.from(tokenHash, 'hex'),
    Buffer.from(adminTokenHash, 'hex'),
  );
  // Found by its hash: how long that takes tells nothing about the token.
  return isOwner ? owner : await findAdminByToken(deps.db, tokenHash);
}

export async function signOut(
  deps: HqDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const session = request.cookies[cookieName];
  if (session !== undefined) await markSessionEnded(deps.db, hashSecret(session));
  void reply.clearCookie(cookieName, cookieShape(request));
}

/**
 * Who a request comes from: a signed-in browser, from our own page; null otherwise. The cookie is
 * SameSite=Strict and only JSON is read; the Origin check stands behind both.
 */
export async function findAdmin(deps: HqDeps, request: FastifyRequest): Promise<Admin | null> {
  const session = request.cookies[cookieName];
  if (session === undefined || !isSameOrigin(request)) return null;
  return await findAdminSession(deps.db, hashSecret(session), deps.nowMs());
}

/** As `findAdmin`, behind the guard: who was let in a moment ago and is gone now gets an error. */
export async function getAdmin(deps: HqDeps, request: FastifyRequest): Promise<Admin> {
  const admin = await findAdmin(deps, request);
  if (admin === null) throw Object.assign(new Error('sign in first'), { statusCode: 401 });
  return admin;
}

/** Browsers name the page's origin on every POST; other clients leave it out. */
export function isSameOrigin(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
