import { Button, Menu, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { icons } from '../components/icons.tsx'
import { useSession, useSignOut } from '../session/use-session.ts'
import { ColorSchemeItems } from './color-scheme-items.tsx'

export function AccountMenu() {
  const { user } = useSession()
  const signOut = useSignOut()
  return (
    <Menu position="bottom-end" width={240} closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="subtle" color="gray" c="var(--mantine-color-text)" rightSection={icons.chevronDown} maw={240}>
          <Text truncate size="sm" fw={500} component="span">
            {user.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.email} · {user.role}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to="/profile" leftSection={icons.profile}>
          Your profile
        </Menu.Item>
        <Menu.Divider />
        <ColorSchemeItems />
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()} leftSection={icons.signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
