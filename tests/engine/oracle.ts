import type { RuleEdition } from '@muster/core/action/action-type.ts'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { DeviceFacts, DeviceStatus } from '@muster/core/device/facts.ts'
import { macAddressToNumber, parseMacAddress } from '@muster/core/device/mac-address.ts'
import { Value } from 'typebox/value'

/** A device as the naive oracle keeps it: one plain object, changed in place. */
export interface OracleDevice {
  deviceId: string
  hwid: string | undefined
  macs: number[]
  facts: Omit<DeviceFacts, 'status'>
  baseStatus: DeviceStatus
  ignored: boolean
  exemptUntil: number | undefined
  groupId: string
  removed: boolean
  waiting: Set<string>
}

export interface OracleRequest {
  readonly type: string
  readonly params: Record<string, unknown>
  readonly edition: RuleEdition
  readonly by: 'id' | 'mac'
  readonly identifiers: readonly string[]
}

/** The status that rules see, written down a second time and independently of the database's function. */
export function statusOf(device: OracleDevice, now: number): DeviceStatus {
  if (device.ignored) return 'ignored'
  if (device.baseStatus === 'unknown' || device.baseStatus === 'out_of_license_usage') return device.baseStatus
  return device.exemptUntil !== undefined && device.exemptUntil > now ? 'exempted' : device.baseStatus
}

/** One device at a time, in the order of the request; the answer of each place. */
export function applyNaively(
  devices: readonly OracleDevice[],
  groups: ReadonlySet<string>,
  request: OracleRequest,
  now: number,
): TargetState[] {
  const answers = new Map<string, TargetState>()
  const done = new Set<OracleDevice>()
  for (const identifier of ownIdsFirst(devices, request)) {
    const key = keyOf(request.by, identifier)
    if (!answers.has(key)) answers.set(key, applyToOne(devices, groups, request, identifier, now, done))
  }
  return request.identifiers.map((identifier) => answers.get(keyOf(request.by, identifier))!)
}

function applyToOne(
  devices: readonly OracleDevice[],
  groups: ReadonlySet<string>,
  { type: name, params, edition, by }: OracleRequest,
  identifier: string,
  now: number,
  done: Set<OracleDevice>,
): TargetState {
  const type = findActionType(name)!
  const effect = type.effect(Value.Default(type.params, { ...params }) as Record<string, unknown>)
  const found = devices
    .filter((device) => !device.removed || done.has(device))
    .filter((device) => names(device, by, identifier))
  if (found.length === 0) return 'not_found'
  if (found.length > 1) return 'ambiguous'
  const device = found[0]!
  if (done.has(device)) return 'no_op'
  if (effect.kind === 'change-device' && effect.change.set === 'group' && !groups.has(effect.change.groupId))
    return 'failed'
  const verdict = type.appliesTo({ ...device.facts, status: statusOf(device, now) }, edition)
  if (!verdict.applies) return 'not_supported'
  if (effect.kind === 'send-command') {
    if (device.waiting.has(name)) return 'no_op'
    device.waiting.add(name)
    return 'queued'
  }
  const { change } = effect
  switch (change.set) {
    case 'exemption':
      device.exemptUntil = change.hours === 0 ? Number.POSITIVE_INFINITY : now + change.hours * 3_600_000
      break
    case 'no-exemption':
      if (device.exemptUntil === undefined || device.exemptUntil <= now) return 'no_op'
      device.exemptUntil = undefined
      break
    case 'ignored':
      device.ignored = change.ignored
      break
    case 'group':
      if (device.groupId === change.groupId) return 'no_op'
      device.groupId = change.groupId
      break
    case 'removed':
      Object.assign(device, { removed: true, exemptUntil: undefined, ignored: false })
      device.waiting.clear()
  }
  done.add(device)
  return 'succeeded'
}

function names(device: OracleDevice, by: 'id' | 'mac', identifier: string): boolean {
  if (by === 'id') return device.deviceId === identifier || device.hwid === identifier
  const mac = parseMacAddress(identifier)
  return mac !== undefined && device.macs.includes(macAddressToNumber(mac))
}

function keyOf(by: 'id' | 'mac', identifier: string): string {
  return by === 'mac' ? (parseMacAddress(identifier) ?? identifier) : identifier
}

// Of two names of one device, its own id is the one that does it.
function ownIdsFirst(devices: readonly OracleDevice[], { by, identifiers }: OracleRequest): string[] {
  const isOwn = (identifier: string) => by === 'id' && devices.some(({ deviceId }) => deviceId === identifier)
  return [...identifiers.filter(isOwn), ...identifiers.filter((identifier) => !isOwn(identifier))]
}
