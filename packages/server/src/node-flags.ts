/**
 * Flags of Node.js that the server runs with (package.json's `start` and `muster serve` spell them out; a test compares).
 * A request for 100 000 devices makes much short-lived garbage: with V8's own choice of 16 MiB and more for young objects
 * the process grew to 470 MiB, with 8 MiB to 320 MiB, at the same speed.
 */
export const nodeFlags: readonly string[] = ['--max-semi-space-size=8']
