import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { waitUntil } from '../../support/embedded-server.ts'

/**
 * A network of its own, in namespaces of its own: `lan0` and `lan1` in front of a DHCP server each. Everything in it ends
 * with the process that holds the namespaces, which ends with this one; nothing of this machine is seen or changed.
 */
export interface DhcpNetwork {
  /** The words that run a command inside. */
  readonly inside: readonly string[]
  /** Runs a command inside to its end. */
  run(...words: string[]): Promise<string>
  /** Grants addresses of 10.77.INDEX.0/24, from its number `first` on. */
  startServer(index: 0 | 1, first?: number): Promise<void>
  /** Without a goodbye. */
  killServer(index: 0 | 1): Promise<void>
  address(name: string): Promise<string | undefined>
  /** A link to this machine's own network: the agent's way to its server. Resolves with this side's address. */
  linkToHost(): Promise<string>
  remove(): Promise<void>
}

const run = promisify(execFile)
const programs = ['ip', 'unshare', 'nsenter', 'setpriv', 'mount', 'pkill', 'dnsmasq']
const path = `${process.env.PATH}:/usr/sbin:/sbin`

/** Why there can be no such network here; undefined where there can. */
export function missingForDhcp(...clients: string[]): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are Linux’s'
  if (process.getuid?.() !== 0) return 'making network namespaces needs root'
  const missing = [...programs, ...clients].filter((program) => !isOnPath(program))
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`
  try {
    execFileSync('unshare', ['--net', '--mount', '--pid', '--uts', '--fork', 'true'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'this kernel, or this container, lets nobody make namespaces'
  }
}

/** `/run`, `/etc` and the clients' lease files are this network's own. */
const prepare = `
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/etc/upper /run/etc/work /run/netns
mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work /etc
for directory in /var/lib/dhcp /var/lib/dhcpcd; do mkdir -p $directory; mount -t tmpfs tmpfs $directory; done
ip netns add server
for index in 0 1; do
  ip link add lan$index type veth peer name lan$index netns server
  ip link set lan$index up
  ip -n server address add 10.77.$index.1/24 dev lan$index
  ip -n server link set lan$index up
done
ip link set lo up
`

export async function makeDhcpNetwork(): Promise<DhcpNetwork> {
  const words = ['--net', '--mount', '--pid', '--uts', '--fork', '--mount-proc', '--kill-child', 'sleep', 'infinity']
  const holder = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...words], { stdio: 'ignore' })
  const target = await findChild(holder.pid!)
  const inside = ['nsenter', '--net', '--mount', '--pid', '--uts', '--target', target, '--']
  const runInside = async (...command: string[]) => {
    const [program, ...rest] = [...inside, ...command]
    return (await run(program!, rest, { env: { ...process.env, PATH: path } })).stdout
  }
  const servers: (ChildProcess | undefined)[] = [undefined, undefined]
  const network: DhcpNetwork = {
    inside,
    run: runInside,
    async startServer(index, first = 50) {
      const [program, ...rest] = [...inside, 'ip', 'netns', 'exec', 'server', 'dnsmasq', ...serverOptions(index, first)]
      const server = spawn(program!, rest, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, PATH: path } })
      servers[index] = server
      let said = ''
      server.stderr!.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
      await waitUntil('the DHCP server serves', async () => {
        if (server.exitCode !== null) throw new Error(`dnsmasq ended: ${said}`)
        return said.includes('sockets bound exclusively')
      })
    },
    async killServer(index) {
      const server = servers[index]!
      const gone = new Promise((resolve) => server.once('exit', resolve))
      await runInside('pkill', '-KILL', '--full', `^dnsmasq .*--interface=lan${index}`)
      await gone
    },
    address: async (name) => {
      const shown = JSON.parse(await runInside('ip', '-json', '-4', 'address', 'show', 'dev', name))
      return shown[0]?.addr_info?.[0]?.local
    },
    async linkToHost() {
      // Of the range for tests between devices (RFC 2544); four addresses for each process.
      const first = (process.pid * 4) % 2 ** 17
      const address = (last: number) => `198.${18 + (first >> 16)}.${(first >> 8) & 255}.${(first & 255) + last}`
      const outside = `mst${process.pid}`
      await run('ip', ['link', 'add', outside, 'type', 'veth', 'peer', 'name', 'up0', 'netns', target])
      await run('ip', ['address', 'add', `${address(1)}/30`, 'dev', outside])
      await run('ip', ['link', 'set', outside, 'up'])
      await runInside('ip', 'address', 'add', `${address(2)}/30`, 'dev', 'up0')
      await runInside('ip', 'link', 'set', 'up0', 'up')
      return address(1)
    },
    async remove() {
      const gone = new Promise((resolve) => holder.once('exit', resolve))
      holder.kill('SIGKILL')
      await gone
    },
  }
  try {
    await runInside('sh', '-c', prepare)
    return network
  } catch (error) {
    await network.remove()
    throw error
  }
}

/** Two minutes is the shortest lease that dnsmasq grants. */
function serverOptions(index: number, first: number): string[] {
  return [
    ...['--keep-in-foreground', '--conf-file=/dev/null', '--port=0', '--user=root', '--log-facility=-'],
    ...['--dhcp-authoritative', '--no-ping', '--bind-interfaces', `--interface=lan${index}`, '--dhcp-option=6'],
    ...[
      `--dhcp-range=10.77.${index}.${first},10.77.${index}.${first + 40},120`,
      `--dhcp-leasefile=/run/leases-${index}`,
      '--pid-file=',
    ],
  ]
}

/** The process id, as seen from here, of the one that holds the namespaces: it is there once they are made. */
async function findChild(parent: number): Promise<string> {
  const read = () => {
    const list = `/proc/${parent}/task/${parent}/children`
    const child = existsSync(list) ? readFileSync(list, 'utf8').trim() : ''
    // Before it becomes `sleep`, it still prepares its /proc.
    return child !== '' && readFileSync(`/proc/${child}/comm`, 'utf8').trim() === 'sleep' ? child : ''
  }
  await waitUntil('the namespaces are made', async () => read() !== '')
  return read()
}

function isOnPath(program: string): boolean {
  return path.split(':').some((directory) => {
    try {
      accessSync(`${directory}/${program}`, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
