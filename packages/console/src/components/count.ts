const figures = new Intl.NumberFormat('en')

/** "1 device", "12,345 devices". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${figures.format(count)} ${count === 1 ? one : many}`
}

export function formatNumber(count: number): string {
  return figures.format(count)
}
