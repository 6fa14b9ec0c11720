/** Which of the encodings that a file has the client takes best; undefined: as it is. */
export function chooseEncoding(
  header: string | readonly string[] | undefined,
  has: { readonly br: boolean; readonly gzip: boolean },
): 'br' | 'gzip' | undefined {
  const taken = new Map<string, number>()
  for (const item of String(header ?? '').split(',')) {
    const [name = '', ...params] = item.split(';').map((part) => part.trim().toLowerCase())
    const weight = params.find((param) => param.startsWith('q='))?.slice(2)
    taken.set(name, weight === undefined ? 1 : Number(weight))
  }
  const takes = (name: 'br' | 'gzip') => (taken.get(name) ?? taken.get('*') ?? 0) > 0
  if (has.br && takes('br')) return 'br'
  if (has.gzip && takes('gzip')) return 'gzip'
  return undefined
}
