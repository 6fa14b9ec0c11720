import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type OpenQuestion, writeOpenQuestion } from '../../open-questions.ts'
import { leadTo } from '../lead-page.ts'

/** The link, in two files that are this user's alone: a page that leads to it, and a note for `muster-agent identify`. */
export function handOver(directory: string, open: OpenQuestion): { readonly page: string; remove(): void } {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const page = join(directory, `${open.command_id}.html`)
  rmSync(page, { force: true })
  writeFileSync(page, leadTo(open.link), { mode: 0o600, flag: 'wx' })
  const note = writeOpenQuestion(directory, open)
  return {
    page,
    remove() {
      rmSync(page, { force: true })
      note.remove()
    },
  }
}
