import { startServer } from './app.ts'
import { readConfig } from './config.ts'
import { createLogger } from './observe/logger.ts'

/** `npm start`: reads the settings, serves, and stops gracefully on SIGTERM or SIGINT; a second signal ends it at once. */
async function main(): Promise<void> {
  const config = readConfig()
  const log = createLogger(config.logLevel)
  const server = await startServer(config, log)
  let stopping = false
  const stop = (signal: string) => {
    if (stopping) {
      log.warn({ signal }, 'stopping at once')
      process.exit(1)
    }
    stopping = true
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
  process.send?.({ url: server.url, operatorTokenFile: server.operatorTokenFile })
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})
