import type { RunProgram } from './run-program.ts'

export interface MeteredSources {
  readonly platform: NodeJS.Platform
  readonly run: RunProgram
}

/**
 * Whether what is sent costs money; undefined where nobody says: no NetworkManager, or macOS, which tells no program.
 * Windows: by its manual, untried.
 */
export async function readMetered({ platform, run }: MeteredSources): Promise<boolean | undefined> {
  switch (platform) {
    case 'linux':
      return parseBusctl((await run('busctl', property)) ?? '') ?? parseNmcli((await run('nmcli', devices)) ?? '')
    case 'win32':
      return parseCostType((await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', cost])) ?? '')
    default:
      return undefined
  }
}

const networkManager = 'org.freedesktop.NetworkManager'
const property = [
  '--system',
  'get-property',
  networkManager,
  `/${networkManager.replaceAll('.', '/')}`,
  networkManager,
  'Metered',
]

/** NMMetered of the connection in use: 1 yes, 2 no, 3 and 4 the same as a guess, 0 unknown. */
export function parseBusctl(text: string): boolean | undefined {
  const value = /^u (\d)\s*$/.exec(text)?.[1]
  if (value === '1' || value === '3') return true
  return value === '2' || value === '4' ? false : undefined
}

const devices = ['-g', 'GENERAL.STATE,GENERAL.METERED', 'device', 'show']

/** For each device its state and then the word: `100 (connected)`, `yes (guessed)`. */
export function parseNmcli(text: string): boolean | undefined {
  const lines = text.split('\n').filter((line) => line !== '')
  const words = lines.filter((_, index) => lines[index - 1]?.startsWith('100 '))
  if (words.some((word) => word.startsWith('yes'))) return true
  return words.some((word) => word.startsWith('no')) ? false : undefined
}

const cost =
  '[void][Windows.Networking.Connectivity.NetworkInformation, Windows, ContentType = WindowsRuntime]; ' +
  '[Windows.Networking.Connectivity.NetworkInformation]::GetInternetConnectionProfile().GetConnectionCost().NetworkCostType'

export function parseCostType(text: string): boolean | undefined {
  const word = text.trim()
  if (word === 'Fixed' || word === 'Variable') return true
  return word === 'Unrestricted' ? false : undefined
}
