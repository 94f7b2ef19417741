import type { InstallId } from '../domain/ids.ts';
import type { Reader } from '../db/handles.ts';
import { findCurrentInstall } from '../db/installs.ts';
import { getSettings } from '../db/settings.ts';
import type { HqConnection } from './call-hq.ts';

/** The stored connection to HQ with what this install has recorded so far. */
export type StoredConnection = HqConnection & {
  readonly installId: InstallId;
  readonly lastSeq: number;
};

/** How to talk to HQ, or null while this counter works without one. */
export async function findConnection(db: Reader): Promise<StoredConnection | null> {
  const install = await findCurrentInstall(db);
  if (install === null || install.kind === 'local' || install.signingKey === null) return null;
  const { hqUrl } = await getSettings(db);
  if (hqUrl === null) return null;
  const { installId, lastSeq, signingKey } = install;
  return { origin: new URL(hqUrl).origin, signer: { installId, signingKey }, installId, lastSeq };
}
