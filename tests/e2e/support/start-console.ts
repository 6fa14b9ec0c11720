import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { ensureConsole } from '../../../scripts/ensure-console.mjs'
import { createCall, type NativeCall } from '../../support/native-client.ts'
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts'
import { findChromium } from './chromium.ts'

/** The real server with its built console, and a browser. */
export interface ConsoleUnderTest {
  readonly url: string
  readonly server: WholeServer
  /** The native API, as the operator that the server's own token is. */
  readonly call: NativeCall
  /** A browser of its own: no cookies, no storage. */
  openContext(options?: BrowserContextOptions): Promise<BrowserContext>
  /** A page in a context of its own. */
  openPage(options?: BrowserContextOptions): Promise<Page>
  /** What no page may have: script errors, refusals by the content security policy, requests to elsewhere. */
  readonly faults: string[]
  close(): Promise<void>
}

export async function startConsole(environment?: NodeJS.ProcessEnv): Promise<ConsoleUnderTest> {
  ensureConsole()
  const server = await startWholeServer(environment)
  let browser: Browser
  try {
    browser = await chromium.launch({
      executablePath: findChromium()!,
      // As root, and where a container gives little shared memory, it does not start otherwise.
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
  } catch (error) {
    await server.close()
    throw error
  }
  const faults: string[] = []
  const openContext = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ viewport: { width: 1360, height: 850 }, ...options })
    context.on('page', (page) => watch(page, server.url, faults))
    return context
  }
  return {
    url: server.url,
    server,
    call: createCall(server.url, server.operatorToken),
    openContext,
    openPage: async (options) => (await openContext(options)).newPage(),
    faults,
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}

function watch(page: Page, url: string, faults: string[]): void {
  page.on('pageerror', ({ message }) => faults.push(`${page.url()}: ${message}`))
  page.on('console', (message) => {
    const text = message.text()
    if (/content security policy|each child in a list|hydrat/i.test(text)) faults.push(`${page.url()}: ${text}`)
  })
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(`${url}/`) || /^(data|blob):/.test(request.url())
    if (!isOwn) faults.push(`${page.url()} asked for ${request.url()}`)
  })
}
