/** The one function that leaves this PC. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Thrown for every other address; counts as a bug of ours, not as a network failure. */
export class ForeignHostError extends Error {
  constructor() {
    super('only head office may be called');
    this.name = 'ForeignHostError';
  }
}

export type HqOnlyFetch = {
  readonly fetch: Fetch;
  /** HQ of this counter from now on; null while it works alone. */
  readonly setHqUrl: (hqUrl: string | null) => void;
  /** Lets `work` call the HQ that a cashier is connecting to and that is not stored yet. */
  readonly whileConnecting: <T>(hqUrl: string, work: () => Promise<T>) => Promise<T>;
  readonly deniedCount: () => number;
};

/**
 * Wraps `fetch` so that nothing but HQ can be reached, whatever a row of the database or an answer
 * says. A redirect is never followed: HQ does not send any, captive portals do.
 */
export function createHqOnlyFetch(fetch: Fetch, onDenied: () => void): HqOnlyFetch {
  let hqOrigin: string | null = null;
  const connecting = new Map<object, string>();
  let denied = 0;

  function isAllowed(url: string): boolean {
    const origin = readOrigin(url);
    return origin !== null && (origin === hqOrigin || [...connecting.values()].includes(origin));
  }

  return {
    fetch: async (url, init) => {
      if (!isAllowed(url)) {
        denied += 1;
        onDenied();
        throw new ForeignHostError();
      }
      return await fetch(url, {
        ...init,
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
      });
    },
    setHqUrl: (hqUrl) => {
      hqOrigin = hqUrl === null ? null : readOrigin(hqUrl);
    },
    whileConnecting: async (hqUrl, work) => {
      const pass = {};
      const origin = readOrigin(hqUrl);
      if (origin !== null) connecting.set(pass, origin);
      try {
        return await work();
      } finally {
        connecting.delete(pass);
      }
    },
    deniedCount: () => denied,
  };
}

function readOrigin(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  return /^https?:$/.test(parsed.protocol) ? parsed.origin : null;
}
