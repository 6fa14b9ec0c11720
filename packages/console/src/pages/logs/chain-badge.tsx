import { Badge, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { formatNumber } from '../../components/count.ts'
import { verifyChain } from './verify-chain.ts'

/** Whether the audit chain is whole: worked out in this browser, when somebody asks. */
export function ChainBadge() {
  const { data, error, isPending, mutate } = useMutation({
    mutationFn: () => verifyChain(AbortSignal.timeout(120_000)),
  })
  return (
    <>
      <Button size="xs" variant="default" loading={isPending} onClick={() => mutate()}>
        Verify the chain
      </Button>
      <span role="status">
        {error !== null && (
          <Badge color="red" tt="none" size="lg">
            Not verified: {error.message}
          </Badge>
        )}
        {data?.isWhole === true && (
          <Badge color="green" tt="none" size="lg">
            Chain verified: {formatNumber(data.entries)} entries, none changed or missing
          </Badge>
        )}
        {data?.isWhole === false && (
          <Badge color="red" tt="none" size="lg">
            Chain broken at entry {data.sequence}: {data.problem}
          </Badge>
        )}
      </span>
    </>
  )
}
