import { Center, Stack, Text, Title } from '@mantine/core'
import { TextLink } from '../components/text-link.tsx'

export function NotFound() {
  return (
    <Center component="main" mih="60vh">
      <Stack align="center">
        <Title order={1} size="h2">
          There is no such page
        </Title>
        <Text c="dimmed">The address may be mistyped, or what it showed is gone.</Text>
        <TextLink to="/devices">To the devices</TextLink>
      </Stack>
    </Center>
  )
}
