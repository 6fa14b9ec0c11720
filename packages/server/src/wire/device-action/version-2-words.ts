/** The words of version 2.0, and what they are in ours. */
export const version2Words: ReadonlyMap<string, Version2Word> = new Map([
  ['dhcprenew', { type: 'dhcprenew', params: {}, many: true }],
  ['exempt_critical', { type: 'exempt', params: { hours: 0, scope: 'critical' }, many: false }],
  ['exempt_all', { type: 'exempt', params: { hours: 0, scope: 'all' }, many: true }],
  ['unexempt', { type: 'unexempt', params: {}, many: true }],
])

export interface Version2Word {
  readonly type: string
  readonly params: Readonly<Record<string, unknown>>
  /** Whether it may also be asked for many devices at once. */
  readonly many: boolean
}
