import { Anchor, Center, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'

export function NotFound() {
  return (
    <Center mih="60vh">
      <Stack align="center">
        <Title order={1} size="h2">
          There is no such page
        </Title>
        <Text c="dimmed">The address may be mistyped, or what it showed is gone.</Text>
        <Anchor component={Link} to="/devices">
          To the devices
        </Anchor>
      </Stack>
    </Center>
  )
}
