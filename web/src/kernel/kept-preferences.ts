/** The look that somebody chose on whatever device, from when it is known who is here. */
import { useEffect } from 'react'
import { applyPreferences } from './preferences'
import type { Session } from './session'

export function useKeptPreferences(current: Session | null | 'unknown'): void {
  const kept = current === 'unknown' ? undefined : current?.preferences
  const { theme, text_size: textSize, locale: language } = kept ?? {}
  useEffect(() => {
    if (theme && textSize && language) applyPreferences({ theme, textSize, language })
  }, [theme, textSize, language])
}
