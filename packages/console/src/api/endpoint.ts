/**
 * One address of the native API: its method and path, and, as types of core's schemas, what goes in and what comes
 * out. Values of it lie beside this file, a file for each thing the server has.
 */
export interface Endpoint<Input extends EndpointInput, Answer> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`; `:name` stands for a part of `Input.params`. */
  readonly path: string
  /** Never set: it ties the types to the value. */
  readonly types?: (input: Input) => Answer
}

export interface EndpointInput {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: object
  readonly body?: unknown
}

/** `/api/v1/devices?os=linux&os=mac`: values of a list are repeated, as they may hold commas; what is not set is left out. */
export function addressOf({ path }: { path: string }, { params = {}, query = {} }: EndpointInput): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query) as [string, unknown][]) {
    if (value === undefined || value === null || value === '') continue
    for (const item of [value].flat()) search.append(key, String(item))
  }
  return `/api/v1${filled}${search.size > 0 ? `?${search}` : ''}`
}
