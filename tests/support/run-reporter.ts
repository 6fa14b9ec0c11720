import { relative } from 'node:path'
import type { TestEvent } from 'node:test/reporters'

// Longer than any one test may take: then no test is at work any more, and a file keeps its process alive.
const patienceSeconds = Number(process.env.MUSTER_TEST_PATIENCE_SECONDS ?? 330)

/**
 * Writes the whole run's counts as JSON, for the runner's last line. Ends a run that hangs because a test file left
 * something open (a server, a pool, a timer), and names the file: the test runner would wait for ever.
 */
// biome-ignore lint/style/noDefaultExport: the form in which the test runner takes a reporter
export default async function* reportRun(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const open = new Set<string>()
  const giveUp = () => {
    const files = [...open].map((file) => relative(process.cwd(), file)).join(', ')
    process.stderr.write(
      `\nNothing has happened for ${patienceSeconds} s in: ${files}\nClose in \`after\` what the file opens.\n`,
    )
    process.exit(1)
  }
  let patience = setTimeout(giveUp, patienceSeconds * 1000)
  for await (const event of source) {
    clearTimeout(patience)
    patience = setTimeout(giveUp, patienceSeconds * 1000)
    noteFile(open, event)
    // Each file has a summary of its own; the one without a file is for them all.
    if (event.type === 'test:summary' && event.data.file === undefined) yield JSON.stringify(event.data.counts)
  }
  clearTimeout(patience)
}

// A file has an event of its own when its process starts and, with its summary, when it has ended.
function noteFile(open: Set<string>, event: TestEvent): void {
  if (event.type === 'test:dequeue' && event.data.file !== undefined) open.add(event.data.file)
  if (event.type === 'test:summary' && event.data.file !== undefined) open.delete(event.data.file)
}
