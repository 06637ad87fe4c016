/** The whole document goes full, so that dialogs and notes of the page are seen there as well. */
import { Maximize, Minimize } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useWords } from '@/kernel/i18n'
import { words } from '../../words'
import type { Part } from '../chrome/part'

export function useFullScreen(): boolean {
  return useSyncExternalStore(
    changed => {
      document.addEventListener('fullscreenchange', changed)
      return () => document.removeEventListener('fullscreenchange', changed)
    },
    () => document.fullscreenElement !== null,
  )
}

/** Where the browser has it, Alt+Tab, the Windows key and Escape go to the desktop as well. */
async function goFull(): Promise<void> {
  await document.documentElement.requestFullscreen({ navigationUI: 'hide' })
  const { keyboard } = navigator as Navigator & { keyboard?: { lock?(): Promise<void> } }
  await keyboard?.lock?.().catch(() => undefined)
}

export const fullScreen: Part = {
  id: 'full-screen',
  isOnSecond: true,
  order: 80,
  isPinned: true,
  useFace({ focus }) {
    const t = useWords(words)
    const isOn = useFullScreen()
    return {
      icon: isOn ? Minimize : Maximize,
      label: isOn ? t('unfull') : t('full'),
      onPress() {
        if (isOn) void document.exitFullscreen()
        else void goFull()
        focus()
      },
    }
  },
  start: () => () => {
    if (document.fullscreenElement) void document.exitFullscreen()
  },
}
