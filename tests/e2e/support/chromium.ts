import { existsSync } from 'node:fs'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser of the tests: the one that MUSTER_TEST_CHROMIUM names, else the one that the system has. */
export function findChromium(): string | undefined {
  const named = process.env.MUSTER_TEST_CHROMIUM
  if (named) return named
  return places.find((path) => existsSync(path))
}

/** Options of a test that needs a browser: without one it is skipped, and says what to do. */
export const inBrowser = {
  skip: findChromium() === undefined && 'no Chromium is found: apt-get install chromium, or set MUSTER_TEST_CHROMIUM',
}
