import { type RefObject, useEffect, useState } from 'react'

/** Width by height of what is drawn; a square until it is known. */
export function useAspect(box: RefObject<Element | null>): number {
  const [aspect, set] = useState(1)
  useEffect(() => {
    const found = box.current
    if (!found || typeof ResizeObserver === 'undefined') return
    const watching = new ResizeObserver(([entry]) => {
      const { width = 1, height = 1 } = entry?.contentRect ?? {}
      if (width > 0 && height > 0) set(Math.round((width / height) * 20) / 20)
    })
    watching.observe(found)
    return () => watching.disconnect()
  }, [box])
  return aspect
}
