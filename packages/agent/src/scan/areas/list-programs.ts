import { stat } from 'node:fs/promises'
import { toBytePath } from '../byte-path.ts'
import { runProgram } from '../engine/start-program.ts'
import type { Listed } from '../scan-item.ts'
import { reasonOfError } from '../why-missing.ts'

/** The programs that run on macOS and Windows; what they map is not told there without rights of a debugger. Untried. */
export async function* listPrograms(): AsyncGenerator<Listed> {
  const text =
    process.platform === 'win32'
      ? await runProgram('powershell', [
          '-NoProfile',
          '-Command',
          'Get-Process | Where-Object Path | ForEach-Object { "$($_.Id) $($_.Path)" }',
        ])
      : await runProgram('/bin/ps', ['-axo', 'pid=,comm='])
  for (const [path, processIds] of parsePrograms(text)) {
    try {
      const { size } = await stat(path)
      yield { area: 'memory', path: toBytePath(path), size, processIds: processIds.slice(0, 64) }
    } catch (error) {
      yield { area: 'memory', path: toBytePath(path), reason: reasonOfError(error) }
    }
  }
}

/** Lines of a process id and an absolute path. */
export function parsePrograms(text: string): Map<string, number[]> {
  const programs = new Map<string, number[]>()
  for (const [, id, path] of text.matchAll(/^\s*(\d+) (\/.*?|[A-Za-z]:\\.*?)\s*$/gm)) {
    programs.set(path!, [...(programs.get(path!) ?? []), Number(id)])
  }
  return programs
}
