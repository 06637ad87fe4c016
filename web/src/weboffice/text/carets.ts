/** Others' carets and selections, in colours by class and with their names. */
import type { Awareness } from 'y-protocols/awareness'

/** As the server stamps it (weboffice/editing/presence.py). */
export interface Writer {
  readonly id: string
  readonly name: string
  readonly colour: number
  readonly writes: boolean
}

export function writerOf(state: unknown): Writer | null {
  const user = (state as { user?: Partial<Writer> } | null)?.user
  if (typeof user?.id !== 'string' || typeof user.name !== 'string') return null
  return { id: user.id, name: user.name, colour: user.colour ?? 0, writes: user.writes ?? false }
}

/** Everybody else who is here, once each. */
export function othersIn(awareness: Awareness, own: string): Writer[] {
  const found = new Map<string, Writer>()
  for (const [client, state] of awareness.getStates()) {
    const writer = client === awareness.clientID ? null : writerOf(state)
    if (writer && writer.id !== own) found.set(writer.id, writer)
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'ko'))
}

export function buildCaret(user: Partial<Writer>): HTMLElement {
  const caret = document.createElement('span')
  caret.className = `caret writer-${user.colour ?? 0}`
  const name = document.createElement('span')
  name.className = 'caret-name'
  name.textContent = user.name ?? ''
  // Word joiners keep the line from breaking at the caret.
  caret.append('\u2060', name, '\u2060')
  return caret
}

export function buildSelection(user: Partial<Writer>): { class: string } {
  return { class: `selection writer-${user.colour ?? 0}` }
}
