/** Builds the console where it is missing or older than its sources. @throws Error when the build fails */
export function ensureConsole(): void
