import type { Page } from 'playwright-core'

/** What a request gets in place of the server's answer: this one, or no connection. */
export type Answer = { readonly status: number; readonly json: object } | 'no connection'

/**
 * Answers the page's requests for which `choose` has an answer. As `page.route` does, which turns off the browser's
 * cache, however: each page would load the whole console anew, two seconds of processor time each time.
 */
export async function answerInstead(
  page: Page,
  addresses: string,
  choose: (address: URL) => Answer | undefined,
): Promise<{ stop(): Promise<void> }> {
  const devtools = await page.context().newCDPSession(page)
  devtools.on('Fetch.requestPaused', ({ requestId, request }) => {
    const answer = choose(new URL(request.url))
    const sent =
      answer === undefined
        ? devtools.send('Fetch.continueRequest', { requestId })
        : answer === 'no connection'
          ? devtools.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionRefused' })
          : devtools.send('Fetch.fulfillRequest', {
              requestId,
              responseCode: answer.status,
              responseHeaders: [{ name: 'content-type', value: 'application/json' }],
              body: Buffer.from(JSON.stringify(answer.json)).toString('base64'),
            })
    // A page that goes elsewhere takes its requests back.
    sent.catch(() => undefined)
  })
  await devtools.send('Fetch.enable', { patterns: [{ urlPattern: addresses }] })
  return { stop: () => devtools.detach() }
}
