/** On Windows the tools themselves say that they need an administrator. @throws with the remedy */
export function requireRights(verb: string): void {
  const user = process.getuid?.()
  if (user === undefined || user === 0) return
  throw new Error(`Only root may do this: sudo muster-agent ${verb}`)
}
