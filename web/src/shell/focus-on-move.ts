/** Where the keyboard is after a move to another screen. */
import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * A new screen is read from its start; the first one keeps the browser's own place. Before the
 * screen's own effects: one that takes the keyboard itself, such as a desktop, has the last word.
 */
export function useFocusOnMove(content: RefObject<HTMLElement | null>, pathname: string): void {
  const before = useRef(pathname)
  useLayoutEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    content.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [content, pathname])
}
