import type { z } from 'zod';
import {
  folderPosName,
  type posAboutSchema,
  type posPairedSchema,
  type posPairSchema,
  type PosSale,
  type PosSettle,
  type PosVoid,
} from '../../app/contract/pos-api.ts';
import type { PosDesk } from '../../app/counter/create-pos-desk.ts';
import type { PosAnswer } from '../../app/counter/pos-answer.ts';
import type { PosAppDeps, PosReply, PosRequest } from './create-pos-app.ts';
import type { Pairing } from './create-pairing.ts';

export type PosCallDeps = {
  readonly desk: PosDesk;
  readonly pairing: Pairing;
  readonly appVersion: string;
  readonly isSetUp: () => Promise<boolean>;
  /** Stores a fresh token for the POS and gives it; null when there are too many. */
  readonly pair: (posName: string) => Promise<string | null>;
};

/** What each call does: the POS's words handed to the counter, the counter's words handed back. */
export function posCalls(deps: PosCallDeps): PosAppDeps['calls'] {
  const { desk } = deps;
  return {
    pair: (request) => pair(deps, request.body as z.output<typeof posPairSchema>),
    about: async ({ posName }) => {
      const body: z.input<typeof posAboutSchema> = {
        product: 'counterfoil',
        api: 1,
        appVersion: deps.appVersion,
        posName,
        isSetUp: await deps.isSetUp(),
      };
      return { kind: 'answer', body };
    },
    putSale: async (request) =>
      reply(
        await desk.put({
          key: keyOf(request),
          request: request.body as PosSale,
          sourceFile: null,
        }),
      ),
    getSale: async (request) => reply(await desk.get(keyOf(request))),
    settleSale: async (request) =>
      reply(await desk.settle(keyOf(request), request.body as PosSettle)),
    cancelSale: async (request) => reply(await desk.cancel(keyOf(request))),
    voidSale: async (request) =>
      reply(await desk.undo(keyOf(request), (request.body as PosVoid).why)),
  };
}

function keyOf({ posName, posSaleNo }: PosRequest) {
  return { posName, posSaleNo };
}

function reply(answer: PosAnswer): PosReply {
  if (answer.kind === 'view') return { kind: 'answer', body: answer.view };
  const { code, reason, view, differences, digests } = answer;
  return {
    kind: 'refused',
    body: {
      error: code,
      ...(reason === undefined ? {} : { reason }),
      ...(view === undefined ? {} : { sale: view }),
      ...(differences === undefined ? {} : { differences }),
      ...(digests === undefined ? {} : { digests }),
    },
  };
}

async function pair(
  deps: PosCallDeps,
  { code, posName }: z.output<typeof posPairSchema>,
): Promise<PosReply> {
  if (posName.toLowerCase() === folderPosName)
    return { kind: 'refused', body: { error: 'name-reserved' } };
  const taken = deps.pairing.take(code);
  if (taken !== 'taken') return { kind: 'refused', body: { error: taken } };
  const token = await deps.pair(posName.normalize('NFC'));
  if (token === null) return { kind: 'refused', body: { error: 'too-many-clients' } };
  const body: z.input<typeof posPairedSchema> = { posName: posName.normalize('NFC'), token };
  return { kind: 'answer', body };
}
