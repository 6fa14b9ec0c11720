#!/usr/bin/env node
// Starts the TypeScript source. Plain JavaScript, so that an older Node.js can hand over to the one
// that `npm ci` brought, or say what is missing, instead of failing on the first type annotation.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const own = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(main)
} else if (existsSync(own)) {
  const child = spawn(own, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : code))
} else {
  process.stderr.write(
    `Node.js 24 or newer is needed (this is ${process.versions.node}). Run "npm ci" in the checkout: it brings one.\n`,
  )
  process.exit(1)
}
