import { Group, Text } from '@mantine/core'

export function Logo() {
  return (
    <Group className="logo" gap="xs" wrap="nowrap" c="var(--mantine-color-text)">
      <img src="/muster.svg" alt="" width={26} height={26} />
      <Text fw={700} size="lg" component="span">
        Muster
      </Text>
    </Group>
  )
}
