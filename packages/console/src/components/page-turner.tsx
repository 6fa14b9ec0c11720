import { Button, Group, Text } from '@mantine/core'
import { formatNumber } from './count.ts'
import type { CursorPages } from './use-cursor-pages.ts'

interface PageTurnerProps {
  readonly pages: CursorPages
  readonly size: number
  /** How many are on this page. */
  readonly shown: number
  readonly nextCursor: string | null | undefined
  /** Of all pages, where it is known. */
  readonly total?: number | undefined
}

/** "101–200 of 12,345", and the ways to the pages beside it. */
export function PageTurner({ pages, size, shown, nextCursor, total }: PageTurnerProps) {
  if (pages.pageIndex === 0 && (nextCursor === null || nextCursor === undefined) && total === undefined) return null
  const first = pages.pageIndex * size + 1
  const range = shown === 0 ? '0' : `${formatNumber(first)}–${formatNumber(first + shown - 1)}`
  return (
    <Group component="nav" aria-label="Pages of the list" justify="flex-end" gap="sm" mt="sm">
      <Text size="sm" c="dimmed" className="figures">
        {range}
        {total !== undefined && ` of ${formatNumber(total)}`}
      </Text>
      <Button size="xs" variant="default" disabled={pages.pageIndex === 0} onClick={pages.goBack}>
        Previous
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={nextCursor === null || nextCursor === undefined}
        onClick={() => nextCursor && pages.goOn(nextCursor)}
      >
        Next
      </Button>
    </Group>
  )
}
