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

/** Keys whose values may hold commas are given once for each value, never joined: the filter of devices says which. */
const repeatedKeys: readonly string[] = ['identity', 'finding_signature']

/** `/api/v1/devices?os=linux,mac`: without what is not set. */
export function addressOf({ path }: { path: string }, { params = {}, query = {} }: EndpointInput): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query) as [string, unknown][]) {
    if (value === undefined || value === null || value === '') continue
    if (!Array.isArray(value)) search.set(key, String(value))
    else if (repeatedKeys.includes(key)) for (const item of value) search.append(key, String(item))
    else if (value.length > 0) search.set(key, value.join(','))
  }
  return `/api/v1${filled}${search.size > 0 ? `?${search}` : ''}`
}
