import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Processes of that name that a process, by default this one, started. */
export function childrenNamed(name: string, parent = process.pid): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && existsSync(`/proc/${entry}/stat`))
    .filter((id) => {
      try {
        const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
        return stat.includes(`(${name})`) && stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] === String(parent)
      } catch {
        return false
      }
    })
    .map(Number)
}
