import { Suspense, useEffect, useState } from 'react'
import { part } from '@/kernel/part'

const SearchPalette = part(async () => (await import('./palette')).SearchPalette)

interface DoorProps {
  readonly isOpen: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** Loads the palette when it is first wanted, and keeps it. */
export function PaletteDoor({ isOpen, onOpenChange }: DoorProps) {
  const [wanted, want] = useState(false)
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
