import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/**
 * Fails the build when what a browser fetches before it shows anything, every script and style that the first page
 * needs, is larger than `bytesMax` once compressed. Pages are loaded when they are opened, and do not count.
 */
export function checkFirstLoad({ bytesMax }: { bytesMax: number }): Plugin {
  return {
    name: 'muster-first-load',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const first = new Set<string>()
      const add = (name: string) => {
        const chunk = bundle[name]
        if (chunk === undefined || first.has(name)) return
        first.add(name)
        if (chunk.type !== 'chunk') return
        for (const imported of chunk.imports) add(imported)
        for (const style of chunk.viteMetadata?.importedCss ?? []) add(style)
      }
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) add(chunk.fileName)
      if (first.size === 0) this.error('no entry was found: the size of the first load cannot be told')
      const sizes = [...first].map((name) => ({ name, bytes: gzipSync(contentOf(bundle[name]!), { level: 9 }).length }))
      const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
      const kibibytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`
      this.info(`first load: ${kibibytes(total)} compressed, at most ${kibibytes(bytesMax)}`)
      if (total <= bytesMax) return
      const largest = sizes.toSorted((one, other) => other.bytes - one.bytes).slice(0, 10)
      this.error(
        `The first load is ${kibibytes(total)} compressed, more than ${kibibytes(bytesMax)}. Load pages lazily:\n` +
          largest.map(({ name, bytes }) => `  ${kibibytes(bytes)}  ${name}`).join('\n'),
      )
    },
  }
}

function contentOf(output: { type: 'chunk'; code: string } | { type: 'asset'; source: string | Uint8Array }) {
  return output.type === 'chunk' ? output.code : output.source
}
