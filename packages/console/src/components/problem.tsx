import { Alert, Button, Group, List, Text } from '@mantine/core'
import { ApiError, remedyOf } from '../api/api-error.ts'
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
  const remedy = known && remedyOf(known)
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
      {remedy !== undefined && <Text size="sm">{remedy}</Text>}
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
