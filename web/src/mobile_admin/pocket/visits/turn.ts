/** One window at a time fills in a sheet: of two, the later to save would take the other's answers. */
import { useEffect, useState } from 'react'

/** Longer than it takes to leave a sheet and come back to it. */
const PATIENCE_MS = 700

export type Turn = 'asked' | 'mine' | 'elsewhere'
type Last = () => Promise<unknown>

/** Until what it returns is called and the last save has ended, or the window was killed [FO15]. */
export function takeTurn(visit: string, told: (turn: Turn) => void): (last: Last) => void {
  let leave: () => void = () => undefined
  const left = new Promise<void>(resolve => {
    leave = resolve
  })
  const { signal, abort } = aborting()
  const timer = setTimeout(() => told('elsewhere'), PATIENCE_MS)
  const name = `onmaru-field-sheet-${visit}`
  const held = navigator.locks.request(name, { signal }, () => {
    clearTimeout(timer)
    told('mine')
    return left
  })
  held.catch(() => undefined)
  return last => {
    clearTimeout(timer)
    abort()
    // A sheet says what it still writes while it goes, after whoever holds its turn does.
    void Promise.resolve().then(last).then(leave, leave)
  }
}

function aborting(): { signal: AbortSignal; abort: () => void } {
  const asking = new AbortController()
  return { signal: asking.signal, abort: () => asking.abort() }
}

export function useTurn(visit: string, last: Last): Turn {
  const [turn, setTurn] = useState<Turn>('asked')
  useEffect(() => {
    const leave = takeTurn(visit, setTurn)
    return () => leave(last)
  }, [visit, last])
  return turn
}
