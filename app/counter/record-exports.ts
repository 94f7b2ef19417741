import type { Engine } from './engine.ts';
import { recordStaffAct } from './record-staff-act.ts';

/**
 * The engine with every file it saves on record before it is written: who, which report, how many rows. Where
 * that cannot be recorded nothing is saved. A file that fails after it was recorded stays on record as wanted.
 */
export function recordingExports(engine: Engine): Engine {
  const { deps } = engine;
  const { saveReport, saveTranscript, newId } = deps;
  const record = async (detail: Readonly<Record<string, string | number>>): Promise<void> => {
    const answer = await engine.act(async (trx, scene) => {
      await recordStaffAct(trx, scene, { act: { what: 'exported', detail }, newId });
      return { notice: 'keep', answer: { recorded: true } };
    });
    if (!('recorded' in answer)) throw new Error('who exports could not be recorded');
    deps.requestSync();
  };
  return {
    ...engine,
    deps: {
      ...deps,
      ...(saveReport === undefined
        ? {}
        : {
            saveReport: async (report) => {
              await record({ report: report.kind, rows: report.rows });
              return await saveReport(report);
            },
          }),
      ...(saveTranscript === undefined
        ? {}
        : {
            saveTranscript: async (text) => {
              await record({ report: 'scans' });
              return await saveTranscript(text);
            },
          }),
    },
  };
}
