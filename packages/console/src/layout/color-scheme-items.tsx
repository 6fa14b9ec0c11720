import { Menu, useMantineColorScheme } from '@mantine/core'
import { icons } from '../components/icons.tsx'

const schemes = [
  ['auto', 'As the system has it'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

export function ColorSchemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Label>Appearance</Menu.Label>
      {schemes.map(([scheme, label]) => (
        <Menu.Item
          key={scheme}
          role="menuitemradio"
          aria-checked={colorScheme === scheme}
          onClick={() => setColorScheme(scheme)}
          leftSection={colorScheme === scheme ? icons.check : icons.none}
        >
          {label}
        </Menu.Item>
      ))}
    </>
  )
}
