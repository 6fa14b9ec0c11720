import { startServer } from './app.ts'
import { readConfig } from './config.ts'
import { createLogger } from './observe/logger.ts'

const repeatedSignalMilliseconds = 1000

/** `npm start`: reads the settings, serves, and stops gracefully on SIGTERM or SIGINT; a second signal ends it at once. */
async function main(): Promise<void> {
  const [unknown] = process.argv.slice(2)
  if (unknown !== undefined) {
    throw new Error(
      `The server takes no arguments, such as "${unknown}"; it is set by environment variables: docs/settings.md`,
    )
  }
  const config = readConfig()
  const log = createLogger(config.logLevel)
  const server = await startServer(config, log)
  // For a person, not for the log: whoever reads the log later must not find a way in.
  if (server.setUpLink)
    process.stdout.write(`No user exists yet. Make the first administrator at ${server.setUpLink}\n`)
  let stoppingSince: number | undefined
  const stop = (signal: string) => {
    if (stoppingSince !== undefined) {
      // A terminal and a parent process may both hand on one Ctrl-C.
      if (performance.now() - stoppingSince < repeatedSignalMilliseconds) return
      log.warn({ signal }, 'stopping at once')
      process.exit(1)
    }
    stoppingSince = performance.now()
    log.info({ signal }, 'stopping: requests in flight finish')
    server.close().then(
      () => {
        log.info('stopped')
        process.exit(0)
      },
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => stop('SIGINT'))
  // What nobody awaited is a bug to log, not a reason to drop ten thousand connections.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
  // A parent that watches us over IPC (the demo, tests) learns where to go.
  process.send?.({ url: server.url, operatorTokenFile: server.operatorTokenFile, setUpLink: server.setUpLink })
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})
