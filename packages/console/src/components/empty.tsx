import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** Nothing is there: why, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <Text fw={600} c="var(--mantine-color-text)">
        {title}
      </Text>
      {children !== undefined && (
        <Text className="prose" c="dimmed" size="sm" component="div" maw={520}>
          {children}
        </Text>
      )}
    </Stack>
  )
}
