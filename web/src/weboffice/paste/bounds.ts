/** How much of what is pasted is taken. */
export const BOUNDS = {
  nodes: 60_000,
  depth: 120,
  cells: 4_000,
  columns: 60,
  pictures: 60,
} as const
