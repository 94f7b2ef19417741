import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HqDeps } from '../server/hq-deps.ts';
import { findPerson } from './find-person.ts';
import type { Person } from './find-person.ts';
import { createKeyedLimit } from './keyed-limit.ts';
import { memberRefusalOf, refuseMember } from './member-errors.ts';
import type { MemberRefusal } from './member-errors.ts';
import type { MemberSessionFacts, MemberSessions } from './member-session.ts';

/** The largest body is a session's id token of 4,000 characters. */
const bodyBytesMax = 8 * 1024;
/** Calls of one LINE user a minute: a page makes some 5, and a code each 45 s. */
const callsPerMinuteMax = 120;

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Who asks, established before a body is looked at; nothing in it says who anybody is. */
export type MemberGuard = {
  /** For every route of the member pages. */
  readonly open: {
    readonly bodyLimit: number;
    readonly onRequest: Hook;
    readonly errorHandler: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;
  };
  /** Lets in who has a session. */
  readonly signedIn: { readonly preValidation: Hook };
  /** Lets in who is also bound to a member. */
  readonly bound: { readonly preValidation: Hook; readonly preHandler: Hook };
  readonly getSession: (request: FastifyRequest) => MemberSessionFacts;
  readonly getPerson: (request: FastifyRequest) => Person;
};

/** Sends a refusal in the form of this API. */
export function sendMemberRefusal(reply: FastifyReply, { status, body }: MemberRefusal) {
  if (status === 503 || status === 429)
    void reply.header('retry-after', status === 503 ? '5' : '60');
  return reply.code(status).send(body);
}

/** The hooks of the member pages' routes. */
export function createMemberGuard(deps: HqDeps, sessions: MemberSessions): MemberGuard {
  const known = new WeakMap<FastifyRequest, MemberSessionFacts>();
  const persons = new WeakMap<FastifyRequest, Person>();
  const calls = createKeyedLimit({ max: callsPerMinuteMax, windowMs: 60_000, keysMax: 50_000 });

  const preValidation: Hook = async (request, reply) => {
    const [, token] = /^Bearer ([\w.-]{1,400})$/.exec(request.headers.authorization ?? '') ?? [];
    const nowMs = deps.nowMs();
    const session = token === undefined ? null : sessions.read(token, nowMs);
    if (session === null) return sendMemberRefusal(reply, refuseMember('not-signed-in'));
    if (!calls.take(session.lineUserId, nowMs))
      return sendMemberRefusal(reply, refuseMember('too-many-tries', 'too many calls a minute'));
    known.set(request, session);
    return undefined;
  };
  const getSession = (request: FastifyRequest): MemberSessionFacts => {
    const session = known.get(request);
    if (session === undefined) throw new Error('a route of the member pages without its session');
    return session;
  };
  return {
    open: {
      bodyLimit: bodyBytesMax,
      onRequest: async (_request, reply) => void reply.header('cache-control', 'no-store'),
      errorHandler: (error, _request, reply) => {
        const refusal = memberRefusalOf(error);
        if (refusal.status === 500)
          deps.log(`internal: ${error instanceof Error ? (error.stack ?? error.message) : ''}`);
        void sendMemberRefusal(reply, refusal);
      },
    },
    signedIn: { preValidation },
    bound: {
      preValidation,
      preHandler: async (request, reply) => {
        const person = await findPerson(deps.db, getSession(request).lineUserId);
        if (person === null) return sendMemberRefusal(reply, refuseMember('not-bound'));
        persons.set(request, person);
        return undefined;
      },
    },
    getSession,
    getPerson: (request) => {
      const person = persons.get(request);
      if (person === undefined) throw new Error('a route of the member pages without its member');
      return person;
    },
  };
}
