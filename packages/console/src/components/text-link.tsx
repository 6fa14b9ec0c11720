import { Anchor, type AnchorProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

function LinkedText(props: Omit<ComponentProps<'a'>, keyof AnchorProps> & AnchorProps) {
  return <Anchor size="sm" {...props} />
}

/** To another page, as words in a line. */
export const TextLink = createLink(LinkedText)
