import { Alert, Button, Group, List, Text } from '@mantine/core'
import { ApiError } from '../api/api-error.ts'
import { icons } from './icons.tsx'

interface ProblemProps {
  readonly error: unknown
  /** What did not work, such as "The devices could not be loaded". */
  readonly title: string
  readonly onRetry?: (() => void) | undefined
}

/** What went wrong, and what to do about it. */
export function Problem({ error, title, onRetry }: ProblemProps) {
  const known = error instanceof ApiError ? error : undefined
  const message = error instanceof Error ? error.message : String(error)
  return (
    <Alert color="red" variant="outline" title={title} icon={icons.warning} role="alert">
      <Text size="sm">{message}</Text>
      {known !== undefined && known.errors.length > 0 && (
        <List size="sm">
          {known.errors.slice(0, 10).map(({ field, message: sentence }) => (
            <List.Item key={`${field} ${sentence}`}>
              {field}: {sentence}
            </List.Item>
          ))}
        </List>
      )}
      {known?.remedy !== undefined && <Text size="sm">{known.remedy}</Text>}
      {known?.requestId !== undefined && known.status >= 500 && (
        <Text size="xs" c="dimmed">
          Request {known.requestId}
        </Text>
      )}
      {onRetry !== undefined && (
        <Group mt="xs">
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  )
}
