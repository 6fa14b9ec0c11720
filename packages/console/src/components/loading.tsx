import { Center, Loader } from '@mantine/core'

/** As high as most of what comes in its place. */
export function Loading({ height = 320 }: { height?: number }) {
  return (
    <Center mih={height} role="status" aria-label="Loading">
      <Loader />
    </Center>
  )
}
