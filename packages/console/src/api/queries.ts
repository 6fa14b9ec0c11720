import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { ApiError } from './api-error.ts'
import { call } from './call.ts'
import type { Endpoint, EndpointInput } from './endpoint.ts'

interface LookOptions<Answer> {
  readonly enabled?: boolean
  /** Asks again every so many seconds while the page is seen; how many may follow from what is known, undefined: never. */
  readonly refreshSeconds?: number | ((known: Answer | undefined) => number | undefined)
  /** What was shown stays until the new is there, so that nothing jumps. */
  readonly keepOld?: boolean
}

/** A look at the server, kept by its address and input. */
export function lookAt<Input extends EndpointInput, Answer>(endpoint: Endpoint<Input, Answer>, input: Input) {
  return queryOptions<Answer, ApiError>({
    queryKey: [endpoint.path, input],
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
  })
}

export function useLook<Input extends EndpointInput, Answer>(
  endpoint: Endpoint<Input, Answer>,
  input: Input,
  { enabled = true, refreshSeconds, keepOld = false }: LookOptions<Answer> = {},
): UseQueryResult<Answer, ApiError> {
  return useQuery({
    ...lookAt(endpoint, input),
    enabled,
    ...(refreshSeconds !== undefined && {
      refetchInterval: ({ state: { data } }: { state: { data: Answer | undefined } }) => {
        const seconds = typeof refreshSeconds === 'number' ? refreshSeconds : refreshSeconds(data)
        return seconds === undefined ? false : seconds * 1000
      },
    }),
    ...(keepOld && { placeholderData: keepPreviousData }),
  } as ReturnType<typeof lookAt<Input, Answer>>)
}

/** A change; afterwards everything that is shown of the named paths is asked for again. */
export function useChange<Input extends EndpointInput, Answer>(
  endpoint: Endpoint<Input, Answer>,
  { refreshes = [] }: { refreshes?: readonly { readonly path: string }[] } = {},
): UseMutationResult<Answer, ApiError, Input> {
  const client = useQueryClient()
  return useMutation<Answer, ApiError, Input>({
    mutationFn: (input) => call(endpoint, input),
    onSuccess: () => refresh(client, refreshes),
  })
}

export async function refresh(client: QueryClient, endpoints: readonly { readonly path: string }[]): Promise<void> {
  await Promise.all(endpoints.map(({ path }) => client.invalidateQueries({ queryKey: [path] })))
}
