import { type FindLeased, type Lease, type LeasedInterface, noLease, type RenewalTools } from './leased-interface.ts'
import { askProgram, runProgram } from './run-program.ts'

/** Windows' own client. Written from its manual; not tried on Windows. */
export const findWindowsLeases: FindLeased = async (signal) =>
  [...(await readLeases(signal)).keys()].map(
    (name): LeasedInterface => ({
      interface: name,
      client: 'Windows ipconfig',
      readLease: async (signal) => (await readLeases(signal)).get(name) ?? noLease,
      renew: renew(name),
    }),
  )

/** `ipconfig /all` speaks the language of its user; WMI does not. */
const query = `
Get-CimInstance Win32_NetworkAdapterConfiguration -Filter 'IPEnabled=TRUE AND DHCPEnabled=TRUE' | ForEach-Object {
  $adapter = Get-CimInstance Win32_NetworkAdapter -Filter "Index=$($_.Index)"
  $seconds = { param($time) if ($time) { ([DateTimeOffset]$time).ToUnixTimeSeconds() } }
  [pscustomobject]@{ name = $adapter.NetConnectionID; addresses = @($_.IPAddress); server = $_.DHCPServer
    obtained = (& $seconds $_.DHCPLeaseObtained); expires = (& $seconds $_.DHCPLeaseExpires) } | ConvertTo-Json -Compress
}`

async function readLeases(signal?: AbortSignal): Promise<Map<string, Lease>> {
  const words = ['-NoProfile', '-NonInteractive', '-Command', query]
  return parseWindowsLeases(await askProgram('powershell', words, signal))
}

function renew(name: string) {
  return async ({ signal }: RenewalTools): Promise<undefined> => {
    const { code, errors, output } = await runProgram('ipconfig', ['/renew', name], {
      signal,
      timeoutMilliseconds: 30_000,
    })
    if (code !== 0) throw new Error(`ipconfig /renew failed: ${(errors || output).trim().slice(-300)}`)
    return undefined
  }
}

/** A JSON object a line. */
export function parseWindowsLeases(output: string): Map<string, Lease> {
  type Shown = { name?: string; addresses?: string[]; server?: string; obtained?: number; expires?: number }
  const shown = output
    .split(/\r?\n/)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Shown)
  return new Map(
    shown.flatMap(({ name, addresses = [], server, obtained, expires }) =>
      name
        ? [
            [
              name,
              {
                address: addresses.find((address) => address?.includes('.')) ?? null,
                server: server ?? null,
                startsAt: obtained ?? null,
                endsAt: expires ?? null,
              },
            ],
          ]
        : [],
    ),
  )
}
