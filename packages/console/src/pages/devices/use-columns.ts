import { useLocalStorage } from '@mantine/hooks'
import { deviceColumns } from './columns.tsx'

const presets = deviceColumns.filter(({ isPreset }) => isPreset).map(({ key }) => key)

/** Which columns are seen: kept in this browser. */
export function useColumns() {
  const [chosen, choose] = useLocalStorage({
    key: 'muster-device-columns',
    defaultValue: presets,
    getInitialValueInEffect: false,
  })
  const columns = deviceColumns
    .filter(({ key }) => key === 'hostname' || chosen.includes(key))
    .map(({ column }) => column)
  return { columns, chosen, choose }
}
