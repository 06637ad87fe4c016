/** Whether the first page had its time: what stands around it is asked for behind it. */
import { useEffect, useState } from 'react'

/** A browser has six connections to a server, and the page that was called needs them first. */
const FIRST_MS = 1_000
let hasRested = false

export function useRested(): boolean {
  const [is, set] = useState(hasRested)
  useEffect(() => {
    if (is) return
    const timer = setTimeout(() => {
      hasRested = true
      set(true)
    }, FIRST_MS)
    return () => clearTimeout(timer)
  }, [is])
  return is
}
