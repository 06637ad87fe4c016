/** Rows of the table as events meet them: each carries its node's id. */

/** The type under which a node travels in a drag. */
export const DRAGGED = 'application/x-onmaru-node'

/** Which row an event happened in: rows carry their node's id. */
export function rowOf(target: EventTarget): string | null {
  if (!(target instanceof Element)) return null
  const row = target.closest('[role="row"]')
  return row?.querySelector('[data-node]')?.getAttribute('data-node') ?? null
}
