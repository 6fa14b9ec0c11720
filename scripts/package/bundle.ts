import { fileURLToPath } from 'node:url'
import { releaseMark } from '@muster/core/agent/release-file.ts'
import { build, type Metafile } from 'esbuild'

export interface Bundle {
  readonly code: string
  /** Paths of all that went in, relative to the checkout. */
  readonly inputs: readonly string[]
}

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The agent and all that it imports as one CommonJS script: what Node's single executables run. */
export async function bundleAgent(version: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['packages/agent/src/main.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    outfile: 'muster-agent.cjs',
    minifySyntax: true,
    legalComments: 'none',
    // A single executable has no files beside it: native add-ons are left out, their JavaScript stands in.
    define: {
      MUSTER_AGENT_VERSION: JSON.stringify(version),
      'process.env.WS_NO_BUFFER_UTIL': '"1"',
      'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
      'import.meta.url': 'musterBundleUrl',
    },
    external: ['bufferutil', 'utf-8-validate'],
    banner: {
      js: `// ${releaseMark(version)}\nconst musterBundleUrl = require("node:url").pathToFileURL(__filename).href;`,
    },
    logLevel: 'warning',
  })
  return { code: outputFiles[0]!.text, inputs: inputsOf(metafile) }
}

function inputsOf({ inputs }: Metafile): string[] {
  return Object.keys(inputs).sort()
}
