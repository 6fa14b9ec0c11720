import type { ReactNode } from 'react'

/** Drawn on a grid of 20; they stand beside words, and so say nothing to a screen reader. */
function draw(...shapes: ReactNode[]) {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes.map((shape, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes of a drawing never change places
        <g key={index}>{shape}</g>
      ))}
    </svg>
  )
}

const path = (d: string) => <path d={d} />
const circle = (cx: number, cy: number, r: number) => <circle cx={cx} cy={cy} r={r} />

export const icons = {
  none: draw(),
  overview: draw(path('M3 3h6v8H3zM11 3h6v4h-6zM11 10h6v7h-6zM3 14h6v3H3z')),
  devices: draw(path('M3 4h14v9H3zM7 17h6M10 13v4')),
  actions: draw(path('M11 2 4 11h5l-1 7 7-9h-5z')),
  exemptions: draw(path('M10 2 4 4v5c0 4 2.5 7 6 9 3.5-2 6-5 6-9V4z')),
  findings: draw(circle(9, 9, 6), path('m13.5 13.5 4 4')),
  groups: draw(path('M2 5h6l2 2h8v9H2z')),
  compliance: draw(path('M7 3H4v14h12V3h-3M7 2h6v3H7zM7 11l2 2 4-4')),
  enrolment: draw(circle(10, 10, 8), path('M10 6v8M6 10h8')),
  applications: draw(circle(7, 12, 4), path('m10 9 7-7M14 5l2 2')),
  webhooks: draw(circle(4, 10, 2), path('M6 10h6M12 4l4-1M12 10h5M12 16l4 1M12 4v12')),
  logs: draw(path('M4 3h12v14H4zM7 7h6M7 10h6M7 13h4')),
  users: draw(circle(8, 7, 3), path('M2 17c0-4 2.5-6 6-6s6 2 6 6M13 4.5a3 3 0 0 1 0 5M16 12c1.5 1 2 2.5 2 5')),
  settings: draw(path('M3 6h8M15 6h2M3 14h2M9 14h8'), circle(13, 6, 2), circle(7, 14, 2)),
  profile: draw(circle(10, 7, 4), path('M3 18c0-4 3-6 7-6s7 2 7 6')),
  signOut: draw(path('M8 3H3v14h5M12 6l4 4-4 4M16 10H7')),
  chevronDown: draw(path('m5 8 5 5 5-5')),
  chevronRight: draw(path('m8 5 5 5-5 5')),
  check: draw(path('m4 10 4 4 8-9')),
  close: draw(path('m5 5 10 10M15 5 5 15')),
  search: draw(circle(9, 9, 6), path('m13.5 13.5 4 4')),
  columns: draw(path('M3 4h14v12H3zM8 4v12M12.5 4v12')),
  download: draw(path('M10 3v9M6 9l4 4 4-4M3 17h14')),
  star: draw(path('m10 2.5 2.3 4.7 5.2.7-3.8 3.6.9 5.1-4.6-2.4-4.6 2.4.9-5.1L2.5 7.9l5.2-.7z')),
  refresh: draw(path('M16 6v4h-4M4 14v-4h4M5 8a6 6 0 0 1 10.5-1.5L16 10M15 12a6 6 0 0 1-10.5 1.5L4 10')),
  copy: draw(path('M7 7h10v10H7zM13 7V3H3v10h4')),
  warning: draw(path('M10 3 2 17h16zM10 8v4M10 14.5v.1')),
} as const
