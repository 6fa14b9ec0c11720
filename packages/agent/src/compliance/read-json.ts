/** What a program printed; undefined where that is no JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** PowerShell writes one thing without the brackets of a list. */
export function readJsonList(text: string): Record<string, unknown>[] | undefined {
  const read = readJson(text)
  if (read === undefined || read === null) return undefined
  return [read].flat().filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
}
