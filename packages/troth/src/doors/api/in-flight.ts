/** Keys that are being answered now: a second request with the same key is told so instead of waiting. */
const inFlight = new Set<string>();

/** Runs `work` unless the key is in flight; then `busy`. */
export async function onlyOnce<T>(keyHash: string, busy: () => T | Promise<T>, work: () => Promise<T>): Promise<T> {
  if (inFlight.has(keyHash)) return busy();
  inFlight.add(keyHash);
  try {
    return await work();
  } finally {
    inFlight.delete(keyHash);
  }
}
