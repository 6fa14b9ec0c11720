/** By which style elements are let in: the server writes one into each document, and names it in its policy. */
export function readStyleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.nonce ?? ''
}

// Dialogs hold the page behind them still by a style element of their own, and look for the nonce here.
Object.assign(globalThis, { __webpack_nonce__: readStyleNonce() })
