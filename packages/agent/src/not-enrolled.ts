export const enrolRemedy = 'Enrol it with: muster-agent enrol --server URL --token TOKEN'

/** A service manager need not try again: a person has to do something first. */
export class NotEnrolled extends Error {
  /** EX_CONFIG of sysexits.h. */
  readonly exitCode = 78
}
