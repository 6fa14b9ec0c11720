import { Code, Paper, Spoiler, Title } from '@mantine/core'

/** As the agent reported it last. */
export function InventoryCard({ inventory }: { inventory: Readonly<Record<string, unknown>> }) {
  if (Object.keys(inventory).length === 0) return null
  return (
    <Paper withBorder p="md" component="section" aria-label="Inventory">
      <Title order={2} size="h5" mb="xs">
        Inventory
      </Title>
      <Spoiler maxHeight={200} showLabel="Show all" hideLabel="Show less">
        <Code block>{JSON.stringify(inventory, null, 2)}</Code>
      </Spoiler>
    </Paper>
  )
}
