import { Paper, Text } from '@mantine/core'
import type { Action, Target } from '@muster/core/api/actions.ts'
import { useEffect, useMemo, useRef, useState } from 'react'
import { listTargets } from '../../api/actions.ts'
import { call } from '../../api/call.ts'
import { stateColors, stateWords } from '../../components/action-words.ts'
import { countOf } from '../../components/count.ts'
import type { LiveChanges } from './use-action-live.ts'

/** More squares than that tell nobody anything; the counts above do. */
const devicesMax = 10_000
const pageSize = 1000

interface DeviceGridProps {
  readonly action: Action
  readonly changes: LiveChanges
}

/** A square for each device, coloured by its state, in the order that they were asked for. */
export function DeviceGrid({ action, changes }: DeviceGridProps) {
  const isShown = action.target_count > 1 && action.target_count <= devicesMax
  const targets = useAllTargets(action.action_id, isShown)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [width, setWidth] = useState(0)
  const [hovered, setHovered] = useState<Target>()
  const layout = useMemo(() => lay(targets.length, width), [targets.length, width])
  const stateOf = (target: Target) => changes.byPosition.get(target.position)?.state ?? target.state

  useEffect(() => {
    const element = canvas.current?.parentElement
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the changes are one map that grows; its version tells
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context) return
    const scale = devicePixelRatio
    canvas.current.width = width * scale
    canvas.current.height = layout.height * scale
    context.scale(scale, scale)
    const styles = getComputedStyle(document.documentElement)
    const shades = new Map<string, string>()
    for (const [index, target] of targets.entries()) {
      const color = stateColors[stateOf(target)]
      if (!shades.has(color)) shades.set(color, styles.getPropertyValue(`--mantine-color-${color}-6`))
      context.fillStyle = shades.get(color)!
      const { x, y } = layout.placeOf(index)
      context.fillRect(x, y, layout.side, layout.side)
    }
  }, [targets, layout, changes.version, width])

  if (!isShown) return null
  return (
    <Paper withBorder p="sm">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${countOf(action.target_count, 'device')}, a square each; the table below says the same in words`}
        style={{ display: 'block', width: '100%', height: layout.height }}
        onMouseMove={({ nativeEvent: { offsetX, offsetY } }) => setHovered(targets[layout.indexAt(offsetX, offsetY)])}
        onMouseLeave={() => setHovered(undefined)}
      />
      <Text size="xs" c="dimmed" mt={6} mih={18} truncate>
        {hovered === undefined
          ? 'A square for each device.'
          : `${hovered.hostname ?? hovered.identifier}: ${stateWords[stateOf(hovered)].toLowerCase()}`}
      </Text>
    </Paper>
  )
}

function useAllTargets(actionId: string, isWanted: boolean): readonly Target[] {
  const [targets, setTargets] = useState<readonly Target[]>([])
  useEffect(() => {
    if (!isWanted) return
    const aborter = new AbortController()
    const load = async () => {
      let all: Target[] = []
      let cursor: string | null | undefined
      do {
        const query = { limit: pageSize, ...(cursor && { cursor }) }
        const page = await call(listTargets, { params: { action_id: actionId }, query }, { signal: aborter.signal })
        all = [...all, ...page.items]
        setTargets(all)
        cursor = page.next_cursor
      } while (cursor !== null)
    }
    // The table beside it says what went wrong.
    load().catch(() => undefined)
    return () => aborter.abort()
  }, [actionId, isWanted])
  return targets
}

/** Squares as large as let all be seen at once, in a band that is not too high. */
function lay(count: number, width: number) {
  const side = count <= 200 ? 18 : count <= 1000 ? 11 : count <= 4000 ? 7 : 4
  const gap = side > 7 ? 3 : side > 4 ? 2 : 1
  const step = side + gap
  const columns = Math.max(1, Math.floor((width + gap) / step))
  return {
    side,
    height: Math.max(step, Math.ceil(count / columns) * step - gap),
    placeOf: (index: number) => ({ x: (index % columns) * step, y: Math.floor(index / columns) * step }),
    indexAt: (x: number, y: number) => {
      const column = Math.floor(x / step)
      return column < columns ? Math.floor(y / step) * columns + column : -1
    },
  }
}
