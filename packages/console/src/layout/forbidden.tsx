import { Center, Group, Stack, Text, Title } from '@mantine/core'
import { TextLink } from '../components/text-link.tsx'
import { useTitle } from '../components/use-title.ts'
import type { Needed } from '../session/needed.ts'
import { useSession } from '../session/use-session.ts'

/** In the place of a page that the role may not use: nobody types an address and is left with an error of the server. */
export function Forbidden({ needs }: { needs: Needed }) {
  const { user } = useSession()
  useTitle('Not for your role')
  return (
    <Center mih="40vh">
      <Stack align="center" ta="center">
        <Title order={1} size="h2">
          Not for your role
        </Title>
        <Text c="dimmed">
          This page is for {audience[needs]}; you are {withArticle(user.role)}. Ask an administrator, if you need it.
        </Text>
        <Group gap="lg">
          <TextLink to="/">To the overview</TextLink>
          <TextLink to="/devices">To the devices</TextLink>
        </Group>
      </Stack>
    </Center>
  )
}

const audience: Readonly<Record<Needed, string>> = {
  actions: 'operators and administrators',
  operate: 'operators and administrators',
  admin: 'administrators',
}

function withArticle(role: string): string {
  return `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`
}
