import { type Static, Type } from 'typebox'

const LocalTime = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  description: 'HH:MM, by the device’s own clock',
})

/**
 * When a device puts a command off. It is part of the statement that the account signs, so that nobody in between can
 * take the consideration for the device's user away. What a device cannot tell of itself (a desktop has no battery)
 * defers nothing.
 */
export const DeferRule = Type.Object(
  {
    battery_percent: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        description: 'while it runs on battery with this charge or less; 100: whenever it runs on battery',
      }),
    ),
    metered: Type.Optional(Type.Boolean({ description: 'while its connection is metered' })),
    quiet: Type.Optional(
      Type.Object(
        { from: LocalTime, to: LocalTime },
        { additionalProperties: false, description: 'between these times of day; may pass midnight' },
      ),
    ),
    retry_after_seconds: Type.Optional(
      Type.Integer({
        minimum: 60,
        maximum: 86_400,
        default: 900,
        description: 'how long until it looks again; beyond a quiet time, at the end of that',
      }),
    ),
  },
  { additionalProperties: false },
)
export type DeferRule = Static<typeof DeferRule>

/** What a device knows of its present state; absent: it cannot tell. */
export interface DeviceMoment {
  readonly power?: { readonly onBattery: boolean; readonly percent?: number | undefined } | undefined
  readonly metered?: boolean | undefined
  /** 0 to 1439, local time. */
  readonly minuteOfDay: number
}

export interface Deferral {
  /** For a person. */
  readonly reason: string
  readonly retryInSeconds: number
}

const retryDefaultSeconds = 900

/** Why not now, and when to look again; undefined: now is a good time. */
export function whyDefer(rule: DeferRule, moment: DeviceMoment): Deferral | undefined {
  const reasons = [batteryReason(rule, moment), meteredReason(rule, moment), quietReason(rule, moment)]
  const told = reasons.filter((reason) => reason !== undefined)
  if (told.length === 0) return undefined
  const retry = rule.retry_after_seconds ?? retryDefaultSeconds
  const others = told.length > 1 || reasons[2] === undefined
  const quietSeconds = reasons[2] === undefined ? 0 : minutesUntil(rule.quiet!.to, moment.minuteOfDay) * 60
  return { reason: told.join(' '), retryInSeconds: others ? Math.max(retry, quietSeconds) : quietSeconds }
}

function batteryReason({ battery_percent: most }: DeferRule, { power }: DeviceMoment): string | undefined {
  if (most === undefined || !power?.onBattery) return undefined
  // A charge that is not known is no reason for less care.
  if (power.percent === undefined) return 'The device runs on battery.'
  if (power.percent > most) return undefined
  return `The device runs on battery, with ${power.percent} % left.`
}

function meteredReason({ metered: careful }: DeferRule, { metered }: DeviceMoment): string | undefined {
  return careful && metered ? 'The device’s connection is metered.' : undefined
}

function quietReason({ quiet }: DeferRule, { minuteOfDay }: DeviceMoment): string | undefined {
  if (quiet === undefined) return undefined
  const length = minutesUntil(quiet.to, toMinutes(quiet.from))
  const since = (minuteOfDay - toMinutes(quiet.from) + dayMinutes) % dayMinutes
  return since < length ? `It is quiet time on the device, from ${quiet.from} to ${quiet.to}.` : undefined
}

const dayMinutes = 24 * 60

/** The next time that the clock shows it: 1 to 1440 minutes. */
function minutesUntil(time: string, minuteOfDay: number): number {
  return ((toMinutes(time) - minuteOfDay + dayMinutes - 1) % dayMinutes) + 1
}

function toMinutes(time: string): number {
  const [hours, minutes] = time.split(':') as [string, string]
  return Number(hours) * 60 + Number(minutes)
}
