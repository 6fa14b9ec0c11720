import type { TestEvent } from 'node:test/reporters'

/** Writes the whole run's counts as JSON, for the runner's last line. */
// biome-ignore lint/style/noDefaultExport: the form in which the test runner takes a reporter
export default async function* reportCounts(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    // Each file has a summary of its own; the one without a file is for them all.
    if (event.type === 'test:summary' && event.data.file === undefined) yield JSON.stringify(event.data.counts)
  }
}
