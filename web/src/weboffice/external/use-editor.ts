/** How far the office in the frame is, by what it tells and by what it does not. */
import { type RefObject, useEffect, useRef, useState } from 'react'
import { note } from '@/kernel/activity'
import { greet, type News, newsOf } from './editor'
import type { Opened } from './state'

export type Phase = 'opening' | 'shown' | 'silent' | 'failed' | 'blocked'

const SILENT_MS = 30_000
const WARN_MS = 5 * 60_000
const RELOADED = 'onmaru.external-office.reloaded'

interface Editor {
  readonly frame: RefObject<HTMLIFrameElement | null>
  readonly phase: Phase
  /** Something is not saved yet. That all is saved we do not say: an office may only have it itself. */
  readonly isChanged: boolean
  readonly isEnding: boolean
}

export function useEditor(opened: Opened, onClose: () => void): Editor {
  const frame = useRef<HTMLIFrameElement>(null)
  const [phase, setPhase] = useState<Phase>('opening')
  const [isChanged, setChanged] = useState(false)
  const close = useRef(onClose)
  close.current = onClose
  const origin = new URL(opened.action).origin
  useEffect(() => {
    const act: Record<News, () => void> = {
      ready: () => {
        const inside = frame.current?.contentWindow
        if (inside) greet(inside, origin)
      },
      shown: () => setPhase('shown'),
      failed: () => setPhase('failed'),
      close: () => close.current(),
      changed: () => {
        setChanged(true)
        note() // somebody types, in a frame whose keys we do not see
      },
      saved: () => setChanged(false),
    }
    const hear = (event: MessageEvent) => {
      const news = newsOf(event, origin, frame.current?.contentWindow)
      if (news) act[news]()
    }
    addEventListener('message', hear)
    const timer = setTimeout(() => setPhase(now => (now === 'opening' ? 'silent' : now)), SILENT_MS)
    return () => {
      removeEventListener('message', hear)
      clearTimeout(timer)
    }
  }, [origin])
  useBlocked(() => setPhase('blocked'))
  useUnsaved(isChanged)
  return { frame, phase, isChanged, isEnding: useEnding(opened.access_token_ttl) }
}

/**
 * The page's policy comes with its first load. Who came here from another page of ours, or signed
 * in on the way, has a policy without the office: one load anew brings it.
 */
function useBlocked(onBlocked: () => void): void {
  const tell = useRef(onBlocked)
  tell.current = onBlocked
  useEffect(() => {
    const blocked = ({ effectiveDirective }: SecurityPolicyViolationEvent) => {
      if (effectiveDirective !== 'frame-src' && effectiveDirective !== 'form-action') return
      const before = sessionStorage.getItem(RELOADED)
      if (before === location.pathname) return tell.current()
      sessionStorage.setItem(RELOADED, location.pathname)
      location.reload()
    }
    document.addEventListener('securitypolicyviolation', blocked)
    return () => document.removeEventListener('securitypolicyviolation', blocked)
  }, [])
}

function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isUnsaved])
}

function useEnding(endsAt: number): boolean {
  const [isEnding, set] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => set(true), Math.max(0, endsAt - Date.now() - WARN_MS))
    return () => clearTimeout(timer)
  }, [endsAt])
  return isEnding
}
