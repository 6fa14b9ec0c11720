import type { OpenQuestion } from '../open-questions.ts'

/** Something that a person sees; `withdraw` takes back what can be taken back. */
export interface Shown {
  /** To whom, for the log. */
  readonly to: readonly string[]
  withdraw(): Promise<void>
}

/** What can be shown: a title and a text in plain words, and where it is answered. */
export interface Notice {
  readonly title: string
  readonly text: string
  readonly open: OpenQuestion
}

export const nothingShown: Shown = { to: [], withdraw: async () => undefined }
