import type { DeviceStatus } from '@muster/core/device/facts.ts'
import type { Remediation } from '../operations/remediation/show-remediation.ts'
import { sayMoment } from './say-moment.ts'

export interface State {
  readonly tone: 'good' | 'bad' | 'open'
  /** Of the device, in a word or two. */
  readonly status: string
  readonly headline: string
  readonly sentences: readonly string[]
}

/** How the device is as a whole, and whether anything is to be done. */
export function describeState(remediation: Remediation): State {
  const { device, issues, checkedAt, at } = remediation
  const name = nameOf(remediation)
  const status = statusWords[device.status]
  const held = heldBack[device.status]
  const also = held === undefined ? [] : [held]
  if (checkedAt === undefined) {
    return {
      tone: 'open',
      status,
      headline: `Nothing is known yet of ${name}`,
      sentences: [
        'No agent has told what it finds on this device, so there is nothing that this page could ask of you.',
        ...also,
      ],
    }
  }
  if (issues.length === 0) {
    return {
      tone: held === undefined ? 'good' : 'open',
      status,
      headline: `Nothing to do on ${name}`,
      sentences: ['Of all that your organisation has looked at, nothing is wrong with this device.', ...also],
    }
  }
  const counting = issues.filter(({ counts }) => counts)
  const things = issues.length === 1 ? 'One thing' : `${issues.length} things`
  const common = { status, headline: `${things} to mend on ${name}` }
  const { exemption } = device
  if (exemption !== null) {
    const until = exemption.until === null ? 'until somebody ends that' : `until ${sayMoment(exemption.until, at)}`
    const what = exemption.scope === 'critical' ? 'from its critical issues' : 'from all of them'
    const sentences = [
      `This device is exempted ${what}, ${until}. They are listed all the same: they count again when the exemption ends.`,
      ...also,
    ]
    return { ...common, tone: device.status === 'non_compliant' ? 'bad' : 'open', sentences }
  }
  if (counting.length > 0) {
    const critical = counting.filter(({ severity }) => severity === 'critical').length
    return { ...common, tone: 'bad', sentences: [sayCounting(counting.length, critical), ...also] }
  }
  const first = issues.map(({ counts_from }) => counts_from).toSorted()[0]!
  return {
    ...common,
    tone: 'open',
    sentences: [`There is still time: the first of it counts from ${sayMoment(first, at)}.`, ...also],
  }
}

function nameOf({ device: { hostname, nickname, device_id } }: Remediation): string {
  return [hostname || device_id, nickname && `(${nickname})`].filter(Boolean).join(' ')
}

function sayCounting(counting: number, critical: number): string {
  const subject = counting === 1 ? 'One of them counts' : `${counting} of them count`
  const grave = critical === 0 ? '' : critical === counting ? ', as critical' : `, ${critical} of these as critical`
  return `${subject} against this device now${grave}: it may be kept out of the network or of applications until that is mended.`
}

const statusWords: Readonly<Record<DeviceStatus, string>> = {
  compliant: 'Compliant',
  non_compliant: 'Not compliant',
  exempted: 'Exempted',
  out_of_license_usage: 'Outside the licence',
  unknown: 'Unknown device',
  ignored: 'Ignored device',
  installed: 'Installed',
  pending: 'Pending',
  quarantined: 'Held back',
}

/** What the user cannot mend, and should know of. */
const heldBack: Readonly<Partial<Record<DeviceStatus, string>>> = {
  out_of_license_usage:
    'Your organisation has more devices than its licence of this server allows, and this is one of those that wait. The people who look after the devices can change that.',
  quarantined:
    'Another machine has come under the identity of this device, so it is held back until somebody has said which is which. Tell the people who look after the devices.',
}
