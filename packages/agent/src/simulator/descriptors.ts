import { readFileSync } from 'node:fs'

/** Beside the connections: files, uploads, the runtime's own. */
const reserve = 300

/** @throws with the remedy where a process may not open so many connections; says nothing where the system does not tell */
export function checkDescriptors(connections: number): void {
  const most = readLimit()
  if (most === undefined || connections + reserve <= most) return
  throw new Error(
    `${connections} connections in a process need ${connections + reserve} file descriptors, and ${most} are allowed. ` +
      'Raise the limit (ulimit -n; LimitNOFILE= in a unit), or spread the agents with --workers.',
  )
}

function readLimit(): number | undefined {
  try {
    const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === undefined || soft === 'unlimited' ? undefined : Number(soft)
  } catch {
    return undefined
  }
}
