import { createHash } from 'node:crypto'
import type { Inventory } from '@muster/core/agent/inventory.ts'
import { agentPaths, chunkBytesMax, chunkMediaType } from '@muster/core/agent/protocol.ts'
import type { ScanFinding, ScanReport } from '@muster/core/report/scan-report.ts'
import { enrolFake, type FakeAgent, type FakeSocket, helloOf, openSocket, post } from './fake-agent.ts'

/** An agent that scans nothing: its report is what the test says. */
export interface ScanningAgent {
  readonly agent: FakeAgent
  readonly deviceId: string
  readonly socket: FakeSocket
  /** Takes the next command, and uploads this as its report, in pieces; a text or bytes go as they are. */
  report(content: ScanReport | string | Buffer, options?: ReportOptions): Promise<ReportSent>
  /** The same, and says that it is done. */
  finish(content: ScanReport, options?: ReportOptions): Promise<ReportSent>
  /** Says goodbye: the device is offline at once. */
  leave(): void
}

export interface ReportOptions {
  readonly mediaType?: string
  /** Of a piece. */
  readonly bytesMax?: number
}

export interface ReportSent {
  readonly commandId: string
  /** Of the announcement where it was refused, else of the last piece. */
  readonly status: number
  readonly message: string | undefined
}

export async function enrolScanner(
  base: string,
  token: string,
  hostname = 'scanned',
  over: Partial<Inventory> = {},
): Promise<ScanningAgent> {
  const inventory = { ...baseInventory, ...over, hostname }
  const agent = await enrolFake(base, token, { inventory })
  const socket = await openSocket(base)
  const { nonce } = await socket.next('challenge')
  socket.send(helloOf(agent, nonce, { inventory }))
  const { session, connection } = await socket.next('welcome')
  const authorization = `Bearer ${session}`

  async function report(content: ScanReport | string | Buffer, options: ReportOptions = {}): Promise<ReportSent> {
    const { command_id: commandId } = await socket.next('command')
    socket.send({ type: 'accepted', command_id: commandId })
    const bytes = Buffer.isBuffer(content)
      ? content
      : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
    const request = {
      command_id: commandId,
      size_bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      media_type: options.mediaType ?? 'application/json',
    }
    const announced = await post(base, agentPaths.reports, request, { authorization })
    if (announced.status !== 200) return { commandId, status: announced.status, message: messageOf(announced.body) }
    let last: Response | undefined
    for (let offset = 0; offset < bytes.length; offset += options.bytesMax ?? chunkBytesMax) {
      last = await fetch(`${base}${agentPaths.reports}/${commandId}`, {
        method: 'PATCH',
        headers: { authorization, 'content-type': chunkMediaType, 'upload-offset': String(offset) },
        body: new Uint8Array(bytes.subarray(offset, offset + (options.bytesMax ?? chunkBytesMax))),
      })
      if (last.status !== 204) break
    }
    const text = await last!.text()
    return { commandId, status: last!.status, message: text === '' ? undefined : messageOf(JSON.parse(text)) }
  }

  return {
    agent,
    deviceId: agent.identity.device_id,
    socket,
    report,
    async finish(content, options) {
      const sent = await report(content, options)
      socket.send({ type: 'result', command_id: sent.commandId, state: 'succeeded' })
      await socket.next('stored')
      return sent
    },
    leave: () => socket.send({ type: 'goodbye', connection }),
  }
}

const baseInventory: Omit<Inventory, 'hostname'> = {
  os: { family: 'linux', name: 'Debian GNU/Linux', version: '12', architecture: 'x64' },
  machine_type: 'server',
  user_name: 'root',
  network: [],
}

function messageOf(body: unknown): string {
  return (body as { error: { message: string } }).error.message
}

export const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')

export function finding(over: Partial<ScanFinding> = {}): ScanFinding {
  return {
    path: '/srv/eicar.com',
    area: 'system',
    signature: 'Eicar-Test-Signature',
    engine: 'ClamAV',
    sha256: sha256Of('eicar'),
    size_bytes: 68,
    ...over,
  }
}

export function scanReport(findings: readonly ScanFinding[], over: Partial<ScanReport> = {}): ScanReport {
  const now = Math.floor(Date.now() / 1000)
  return {
    v: 1,
    started_at: now - 60,
    ended_at: now,
    engine: { name: 'ClamAV', version: '1.4.3', database_version: '27500', database_built_at: now - 86_400 },
    areas: [{ area: 'system', files: 1000, bytes: 1_000_000, skipped: 0 }],
    files: 1000,
    bytes: 1_000_000,
    findings: [...findings],
    skipped_by_reason: {},
    skipped: [],
    truncated: { findings: 0, skipped: 0 },
    ...over,
  }
}
