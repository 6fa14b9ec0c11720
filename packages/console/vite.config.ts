import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { checkFirstLoad } from './build/check-first-load.ts'
import { precompress } from './build/precompress.ts'

// The host stays the page's own: the server takes changes from its own pages alone.
const proxied = { target: process.env.MUSTER_URL ?? 'http://127.0.0.1:7300', changeOrigin: false }

// biome-ignore lint/style/noDefaultExport: Vite wants it so
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), checkFirstLoad({ bytesMax: 350 * 1024 }), precompress()],
  build: { target: 'es2022', assetsDir: 'assets', assetsInlineLimit: 0, reportCompressedSize: false },
  // `npx vite packages/console` beside a running server: pages from here, everything else from there.
  server: { proxy: { '/api': proxied, '/o/': proxied } },
})
