import { Paper, Table, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface FactsProps {
  readonly title: string
  /** Name and value; undefined ones are left out. */
  readonly facts: readonly (readonly [string, ReactNode] | undefined)[]
  readonly children?: ReactNode
}

/** A card of names and values. */
export function Facts({ title, facts, children }: FactsProps) {
  const shown = facts.filter((fact) => fact !== undefined)
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      {shown.length > 0 && (
        <Table layout="fixed" verticalSpacing={4} withRowBorders={false} fz="sm">
          <Table.Tbody>
            {shown.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400} c="dimmed" w="38%" px={0} style={{ verticalAlign: 'top' }}>
                  {name}
                </Table.Th>
                <Table.Td px={0} style={{ overflowWrap: 'anywhere' }}>
                  {value}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {children}
    </Paper>
  )
}
