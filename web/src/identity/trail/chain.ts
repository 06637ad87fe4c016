/** The chain is checked a stretch at a time, so that a long one shows how far it is and can be left. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'

type Check = components['schemas']['AuditCheckBody']

const BEFORE_ALL: Check['end'] = { seq: 0, seal: '0'.repeat(64) }

export interface Found {
  readonly check: Check
  readonly isDone: boolean
}

export interface Chain {
  readonly found: Found | null
  readonly error: unknown
  readonly isRunning: boolean
  readonly run: () => void
}

/** Rows that are written meanwhile are beyond the end that it set out for. */
export function foundBy(check: Check, goal: number): Found {
  return { check, isDone: check.first_break !== null || check.end.seq >= goal }
}

export function useChain(): Chain {
  const [found, setFound] = useState<Found | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isRunning, setRunning] = useState(false)
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  const run = useCallback(() => {
    setRunning(true)
    setError(null)
    setFound(null)
    checkAll(one => {
      if (isHere.current) setFound(one)
      return isHere.current
    })
      .catch(setError)
      .finally(() => setRunning(false))
  }, [])
  return { found, error, isRunning, run }
}

async function checkAll(tell: (found: Found) => boolean): Promise<void> {
  let check = await ask(api.POST('/api/admin/audit/checks', { body: BEFORE_ALL }))
  const goal = check.last
  while (tell(foundBy(check, goal)) && !foundBy(check, goal).isDone)
    check = await ask(api.POST('/api/admin/audit/checks', { body: check.end }))
}
