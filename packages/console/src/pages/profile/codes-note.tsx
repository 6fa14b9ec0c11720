import { Alert, Stack, Text } from '@mantine/core'
import { CopyField } from '../../components/copy-field.tsx'

export function CodesNote({ codes }: { codes: readonly string[] }) {
  return (
    <Alert color="blue" variant="outline" role="status" title="Your recovery codes are shown only now">
      <Stack gap="xs">
        <Text size="sm">
          Each lets you in once in the place of your second factor. Keep them apart from your devices.
        </Text>
        <CopyField label="Recovery codes" text={codes.join('\n')} />
      </Stack>
    </Alert>
  )
}
