import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTitle } from './use-title.ts'

interface PageHeadProps {
  readonly title: string
  /** Beside the title, such as a count. */
  readonly aside?: ReactNode
  /** On the right: what can be done here. */
  readonly children?: ReactNode
}

export function PageHead({ title, aside, children }: PageHeadProps) {
  useTitle(title)
  return (
    <Group justify="space-between" mb="md" gap="sm" mih={36}>
      <Group gap="sm" align="baseline">
        <Title order={1} size="h2">
          {title}
        </Title>
        {aside !== undefined && (
          <Text c="dimmed" component="div" className="figures">
            {aside}
          </Text>
        )}
      </Group>
      {children !== undefined && <Group gap="xs">{children}</Group>}
    </Group>
  )
}
