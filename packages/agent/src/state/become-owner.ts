import { statSync } from 'node:fs'

/**
 * Root, on a state directory that a package gave to a user of its own, goes on as that user: the files stay readable for
 * the service, and nothing that this user may have put there is followed with root's rights.
 */
export function becomeOwner(path: string): void {
  if (process.getuid?.() !== 0) return
  const owner = statSync(path, { throwIfNoEntry: false })
  if (owner === undefined || owner.uid === 0) return
  process.setgroups!([owner.gid])
  process.setgid!(owner.gid)
  process.setuid!(owner.uid)
}
