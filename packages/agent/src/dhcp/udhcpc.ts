import { readAddresses } from './addresses.ts'
import { explainSilence, makeBystander } from './bystander.ts'
import { type FindLeased, type Lease, type LeasedInterface, noLease, type RenewalTools } from './leased-interface.ts'
import { type ClientProcess, findProcesses, signalProcess } from './processes.ts'
import { runProgram } from './run-program.ts'
import { recallLease, rememberLease } from './witnessed-leases.ts'

/**
 * udhcpc keeps its lease to itself: of one that this agent did not see granted, only the address is known. At SIGUSR1
 * it renews; but where no server answers it gives the address up after some 12 s (seen with BusyBox 1.35), and at a
 * second signal at once. So a bystander asks first, and the signal is sent only when there is a server that answers.
 */
export const findUdhcpc: FindLeased = async () =>
  findProcesses('udhcpc').flatMap((client): LeasedInterface[] => {
    const { interface: name } = readOptions(client.args)
    if (readAddresses(name).length === 0) return []
    return [
      {
        interface: name,
        client: 'udhcpc',
        readLease: async () => readLease(name),
        renew: (tools) => renew(name, client, tools),
      },
    ]
  })

function readLease(name: string): Lease {
  const [address = null] = readAddresses(name)
  return recallLease(name, address) ?? { ...noLease, address }
}

async function renew(name: string, client: ClientProcess, { directory, signal }: RenewalTools): Promise<Lease> {
  const bystander = await makeBystander({
    directory,
    name: `udhcpc-${name.replaceAll('/', '_')}`,
    isGranted: '[ "$1" = bound ]',
    granted: ':',
    address: 'ip',
    server: 'serverid',
    seconds: 'lease',
  })
  if (bystander === undefined) throw new Error(`no script can be run from ${directory}.`)
  const [program, ...first] = client.command
  const [address] = readAddresses(name)
  const asked = await runProgram(
    program,
    [
      ...first,
      ...['-f', '-n', '-q', '-i', name, '-t', '4', '-T', '3', '-s', bystander.scriptPath],
      ...(address === undefined ? [] : ['-r', address]),
      ...readOptions(client.args).identity,
    ],
    { signal, timeoutMilliseconds: 20_000 },
  )
  const granted = bystander.readGranted()
  if (granted === undefined) throw new Error(explainSilence('udhcpc', asked))
  signalProcess(client.pid, 'SIGUSR1', 'udhcpc')
  rememberLease(name, granted)
  return granted
}

const valued = /^[VFhHiprsTtAOx]$/
const long: Readonly<Record<string, string>> = {
  interface: 'i',
  vendorclass: 'V',
  fqdn: 'F',
  hostname: 'H',
  'clientid-none': 'C',
}

/** The interface, and by what words the client makes itself known to the server. */
export function readOptions(args: readonly string[]): { interface: string; identity: readonly string[] } {
  let name = 'eth0'
  const identity: string[] = []
  const take = (option: string, value: string | undefined) => {
    if (option === 'i' && value !== undefined) name = value
    else if (option === 'C') identity.push('-C')
    else if (/^[VFhHx]$/.test(option) && value !== undefined) identity.push(`-${option}`, value)
  }
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index]!
    const longWord = /^--([\w-]+)(?:=(.*))?$/.exec(word)
    if (longWord) {
      const option = long[longWord[1]!] ?? ''
      take(option, longWord[2] ?? (valued.test(option) ? args[++index] : undefined))
    } else if (word.startsWith('-')) {
      // Letters without values may be written together, and a value right behind its letter.
      const at = [...word].findIndex((letter, place) => place > 0 && valued.test(letter))
      for (const letter of word.slice(1, at < 0 ? undefined : at)) take(letter, undefined)
      if (at > 0) take(word[at]!, word.slice(at + 1) || args[++index])
    }
  }
  return { interface: name, identity }
}
