import type { JudgedGroup } from '../db/actions/judge-targets.ts'

const separators = {
  positions: ',',
  device_keys: ',',
  row_ids: ';',
  row_versions: ';',
  device_ids: '\n',
  same_as_positions: ',',
} as const

const listed = Object.keys(separators) as (keyof typeof separators)[]

/** Two judgments of different targets as one: what is the same of targets in both is one group again. */
export function joinGroups(groups: readonly JudgedGroup[], others: readonly JudgedGroup[]): JudgedGroup[] {
  const joined = new Map(groups.map((group) => [kindOf(group), group]))
  for (const other of others) {
    const group = joined.get(kindOf(other))
    joined.set(kindOf(other), group === undefined ? other : join(group, other))
  }
  return [...joined.values()]
}

/** All that the targets of a group have in common, and which lists there are of them. */
function kindOf(group: JudgedGroup): string {
  return JSON.stringify(group, (key, value) =>
    separators[key as keyof typeof separators] && value !== null ? '' : value,
  )
}

function join(group: JudgedGroup, other: JudgedGroup): JudgedGroup {
  const lists = listed.map((column) => [
    column,
    group[column] === null ? null : `${group[column]}${separators[column]}${other[column]}`,
  ])
  return { ...group, ...Object.fromEntries(lists) }
}
