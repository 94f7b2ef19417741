/** What became of a request to HQ. */
export type Called<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'failed'; readonly error: string };

/** Asks HQ's console API, on the page's own origin. `body` makes it a POST. */
export async function callHq<T>(path: string, body?: unknown): Promise<Called<T>> {
  try {
    const response = await fetch(`/admin/api/${path}`, {
      credentials: 'same-origin',
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { readonly error?: string };
    if (response.ok) return { kind: 'answer', value: answer };
    const error = answer.error ?? 'internal';
    return response.status === 401 ? { kind: 'signed-out' } : { kind: 'failed', error };
  } catch {
    return { kind: 'failed', error: 'unreachable' };
  }
}
