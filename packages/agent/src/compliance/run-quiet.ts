import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import type { RunQuiet } from './finding.ts'

const outputBytesMax = 8 * 1024 * 1024

/** Runs a program at the lowest priority, without input, in plain English, killed when it takes too long or says too much. */
export const runQuiet: RunQuiet = (program, args, { timeoutSeconds = 20, answers = [], as } = {}) =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      env: { ...(as?.env ?? process.env), LC_ALL: 'C' },
      ...(as && { uid: as.uid, gid: as.gid }),
    })
    const pieces: Buffer[] = []
    let bytes = 0
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutSeconds * 1000)
    child.on('spawn', () => lower(child.pid))
    child.on('error', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
    child.stdout.on('data', (piece: Buffer) => {
      bytes += piece.length
      if (bytes > outputBytesMax) child.kill('SIGKILL')
      else pieces.push(piece)
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      const isAnswer = code === 0 || (code !== null && answers.includes(code))
      resolve(isAnswer ? Buffer.concat(pieces).toString('utf8') : undefined)
    })
  })

function lower(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW)
  } catch {
    // It is over already.
  }
}
