import { Suspense, useEffect, useState } from 'react'
import { part } from '@/kernel/part'

const AHEAD_MS = 1_000

const load = async () => (await import('./palette')).SearchPalette
const SearchPalette = part(load)

interface DoorProps {
  readonly isOpen: boolean
  readonly onOpenChange: (open: boolean) => void
}

/**
 * Draws the palette from when it is first wanted. Its scripts are fetched once the page stands: who
 * presses the key and writes on at once must not lose the first letters to a fetch.
 */
export function PaletteDoor({ isOpen, onOpenChange }: DoorProps) {
  const [wanted, want] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => load().catch(() => undefined), AHEAD_MS)
    return () => clearTimeout(timer)
  }, [])
  useEffect(() => {
    if (isOpen) want(true)
  }, [isOpen])
  if (!wanted) return null
  return (
    <Suspense>
      <SearchPalette isOpen={isOpen} onOpenChange={onOpenChange} />
    </Suspense>
  )
}
