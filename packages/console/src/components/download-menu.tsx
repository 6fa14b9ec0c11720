import { Button, Menu } from '@mantine/core'
import { icons } from './icons.tsx'

interface DownloadMenuProps {
  readonly label: string
  /** What it is called, and its address. */
  readonly items: readonly (readonly [string, string])[]
}

export function DownloadMenu({ label, items }: DownloadMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={icons.download}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map(([name, address]) => (
          <Menu.Item key={name} component="a" href={address} download>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
