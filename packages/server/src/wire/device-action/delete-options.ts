/** `opt` of the vendor's delete calls: what becomes of the record; the agent is told to uninstall in each case. */
export const deleteOptions = [0, 1, 2] as const
export const deleteOptionDefault = 1

const records = ['keep', 'remove', 'archive'] as const

export function recordOf(option: (typeof deleteOptions)[number]): (typeof records)[number] {
  return records[option]
}
