import { Text } from '@mantine/core'

/** A hash or key in a line: its beginning is seen; the whole is there on hover, for copying and to hear. */
export function HashText({ hash, width = 190 }: { hash: string; width?: number }) {
  return (
    <Text size="xs" ff="monospace" truncate maw={width} title={hash}>
      {hash}
    </Text>
  )
}
