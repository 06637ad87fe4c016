/** 한/영 of our own, for a machine without a Korean input method; the button shows the state. */
import { Languages } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { words } from '../../words'
import type { Part } from '../chrome/part'

export const hangul: Part = {
  id: 'hangul',
  order: 50,
  isPinned: true,
  useFace({ keyboard, focus }) {
    const t = useWords(words)
    const isOn = useStore(keyboard.hangul)
    return {
      icon: Languages,
      label: `${t('hangul')} · ${isOn ? t('hangulOn') : t('hangulOff')}`,
      isOn,
      onPress() {
        keyboard.setHangul(!isOn)
        focus()
      },
    }
  },
}
