/** The type whose word says best what undoing an action does; each puts back what the device was before. */
const opposites: Readonly<Record<string, string>> = {
  exempt: 'unexempt',
  unexempt: 'exempt',
  ignore: 'unignore',
  unignore: 'ignore',
  assign_to_group: 'assign_to_group',
}

/** Undefined for a type that cannot be undone: what an agent did has been done, and what was deleted is gone. */
export function undoneBy(type: string): string | undefined {
  return Object.hasOwn(opposites, type) ? opposites[type] : undefined
}
