/** A word on hover and on focus, for parts that show only a picture. */
import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  Suspense,
  useEffect,
  useRef,
  useState,
} from 'react'
import { part } from '@/kernel/part'
import s from './tooltip.module.css'

const HintFloat = part(async () => (await import('./hint-float')).HintFloat)
const DELAY_MS = 500

/** `children` is one part that can take the focus and whose name is `text` already. */
export function Hint({
  text,
  children,
}: {
  readonly text: string
  readonly children: ReactElement
}) {
  const anchor = useRef<HTMLSpanElement>(null)
  const [when, plan] = useState<'never' | 'soon' | 'now'>('never')
  useEffect(() => {
    if (when !== 'soon') return
    const timer = setTimeout(() => plan('now'), DELAY_MS)
    return () => clearTimeout(timer)
  }, [when])
  const hide = () => plan('never')
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the part inside acts; this only notices
    <span
      ref={anchor}
      className={s.anchor}
      onPointerEnter={({ pointerType }: PointerEvent) => pointerType === 'mouse' && plan('soon')}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={({ target }: FocusEvent) => target.matches(':focus-visible') && plan('soon')}
      onBlur={hide}
      onKeyDown={({ key }: KeyboardEvent) => key === 'Escape' && hide()}
    >
      {children}
      {when === 'now' && (
        <Suspense>
          <HintFloat anchor={anchor} text={text} onLeave={hide} />
        </Suspense>
      )}
    </span>
  )
}
