import { useCallback } from 'react';
import {
  programsAnswerSchema,
  programVersionAnswerSchema,
} from '../../../app/contract/hq-admin-programs.ts';
import type { AdminProgram, ProgramsAnswer } from '../../../app/contract/hq-admin-programs.ts';
import { programSchema } from '../../../app/contract/program.ts';
import type { Program } from '../../../app/domain/program.ts';
import type { HqAnswer } from '../api/hq-client.ts';
import { usePoll } from '../api/use-poll.ts';
import type { Poll } from '../api/use-poll.ts';
import { useHq } from '../hq-context.tsx';

const everyMs = 15_000;
/** A version never changes; asking again only mends a lost answer. */
const versionEveryMs = 60_000;

/** Every version HQ has, kept fresh. */
export function usePrograms(turn: number): Poll<ProgramsAnswer> {
  const { client } = useHq();
  const load = useCallback(
    (signal: AbortSignal) => client.get('/programs', programsAnswerSchema, {}, signal),
    [client],
  );
  return usePoll(load, everyMs, turn);
}

/** One version whole; null while it is on its way, or where there is none to ask for. */
export function useProgram(wanted: AdminProgram | null): Program | null {
  const { client } = useHq();
  const programId = wanted?.programId ?? null;
  const version = wanted?.version ?? 0;
  const load = useCallback(
    async (signal: AbortSignal): Promise<HqAnswer<Program | null>> => {
      if (programId === null) return { kind: 'ok', value: null };
      const answer = await client.get(
        '/programs/version',
        programVersionAnswerSchema,
        { programId, version },
        signal,
      );
      if (answer.kind !== 'ok') return answer;
      const read = programSchema.safeParse(answer.value.program);
      return { kind: 'ok', value: read.success ? read.data : null };
    },
    [client, programId, version],
  );
  const program = usePoll(load, versionEveryMs).data;
  // While the next one is on its way the last one must not stand under its name.
  const fits = program?.programId === programId && program?.version === version;
  return fits ? program : null;
}
