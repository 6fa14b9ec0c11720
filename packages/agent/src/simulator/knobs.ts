/** How the simulated agents behave; at the defaults, as well as real ones do. Shares and probabilities are 0..1. */
export interface Knobs {
  dropAcks: number
  duplicateAcks: number
  reorderAcks: boolean
  clockSkew: number
  dieAfterAccept: number
  lieAboutId: number
  reconnectStorm: number
  slowUpload: number
  offline: number
  defer: number
  fail: number
  reEnrol: number
  workTime: number
  logSize: number
  sayAgain: number
  checks: number
}

interface Knob<Key extends keyof Knobs = keyof Knobs> {
  readonly key: Key
  readonly flag: string
  readonly meaning: string
  readonly example: string
  readonly preset: Knobs[Key]
  read?(text: string): number
}

/** Each knob with how it is said and what it is good for. To add one: a member of `Knobs`, and an entry here. */
export const knobs: readonly Knob[] = [
  {
    key: 'dropAcks',
    flag: '--drop-acks <p>',
    meaning: 'each acknowledgement (accepted, progress, result) is lost with this probability',
    example: '--drop-acks 0.2',
    preset: 0,
    read: share,
  },
  {
    key: 'duplicateAcks',
    flag: '--duplicate-acks <p>',
    meaning: 'each acknowledgement is said twice with this probability',
    example: '--duplicate-acks 0.2',
    preset: 0,
    read: share,
  },
  {
    key: 'reorderAcks',
    flag: '--reorder-acks',
    meaning: 'acknowledgements arrive in another order than they were said',
    example: '--reorder-acks',
    preset: false,
  },
  {
    key: 'clockSkew',
    flag: '--clock-skew <seconds>',
    meaning: 'each agent’s clock is wrong, by up to this much either way; far enough off, it refuses commands',
    example: '--clock-skew 120',
    preset: 0,
    read: amount,
  },
  {
    key: 'dieAfterAccept',
    flag: '--die-after-accept <p>',
    meaning: 'the agent dies at work with this probability, stays away for seconds, comes back with its journal',
    example: '--die-after-accept 0.1',
    preset: 0,
    read: share,
  },
  {
    key: 'lieAboutId',
    flag: '--lie-about-id <p>',
    meaning: 'with this probability it says another device’s id in a hello, another’s command in results and uploads',
    example: '--lie-about-id 0.05',
    preset: 0,
    read: share,
  },
  {
    key: 'reconnectStorm',
    flag: '--reconnect-storm <seconds>',
    meaning: 'every so often all connections break, and all agents come back at once; 0: never',
    example: '--reconnect-storm 30',
    preset: 0,
    read: amount,
  },
  {
    key: 'slowUpload',
    flag: '--slow-upload <bytes>',
    meaning: 'each upload goes out at this many bytes a second; 0: as fast as it can',
    example: '--slow-upload 65536',
    preset: 0,
    read: amount,
  },
  {
    key: 'offline',
    flag: '--offline <p>',
    meaning: 'this share of the agents stays away for the whole run',
    example: '--offline 0.3',
    preset: 0,
    read: share,
  },
  {
    key: 'defer',
    flag: '--defer <p>',
    meaning: 'the agent answers an offer with "not now" with this probability, and takes it some seconds later',
    example: '--defer 0.2',
    preset: 0,
    read: share,
  },
  {
    key: 'fail',
    flag: '--fail <p>',
    meaning: 'a command ends as failed with this probability',
    example: '--fail 0.05',
    preset: 0,
    read: share,
  },
  {
    key: 'reEnrol',
    flag: '--re-enrol <p>',
    meaning: 'an agent whose enrolment ended (its device was deleted) enrols anew with this probability',
    example: '--re-enrol 1',
    preset: 0,
    read: share,
  },
  {
    key: 'workTime',
    flag: '--work-time <ms>',
    meaning: 'how long a command takes, give or take half',
    example: '--work-time 5000',
    preset: 200,
    read: amount,
  },
  {
    key: 'logSize',
    flag: '--log-size <bytes>',
    meaning: 'how much log a bundle holds; it does not compress',
    example: '--log-size 4000000',
    preset: 4096,
    read: amount,
  },
  {
    key: 'sayAgain',
    flag: '--say-again <seconds>',
    meaning: 'a result that the server has not confirmed is said again after this time',
    example: '--say-again 5',
    preset: 60,
    read: amount,
  },
  {
    key: 'checks',
    flag: '--checks <p>',
    meaning: 'this share of the agents says what it finds on its device: a mix of checks that pass and fail',
    example: '--checks 1',
    preset: 0,
    read: share,
  },
]

function share(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new Error(`"${text}" is not a share from 0 to 1.`)
  return value
}

export function amount(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new Error(`"${text}" is not a number from 0 up.`)
  }
  return value
}
