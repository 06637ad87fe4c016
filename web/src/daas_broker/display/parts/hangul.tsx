/** 한/영 of our own, for a machine without a Korean input method; the button shows the state. */
import { Languages } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { words } from '../../words'
import type { Part } from '../chrome/part'

const OWN_SECONDS = 6

export const hangul: Part = {
  id: 'hangul',
  isOnSecond: true,
  order: 50,
  isPinned: true,
  useFace({ keyboard, notices, focus }) {
    const t = useWords(words)
    const isOn = useStore(keyboard.hangul)
    const hasOwn = useStore(keyboard.hasOwn)
    return {
      icon: Languages,
      label: `${t('hangul')} · ${isOn ? t('hangulOn') : t('hangulOff')}`,
      text: isOn ? '가' : 'A',
      onPress() {
        if (hasOwn)
          notices.show({
            id: 'hangul',
            text: t('hangulOwn'),
            icon: Languages,
            seconds: OWN_SECONDS,
          })
        else keyboard.setHangul(!isOn)
        focus()
      },
    }
  },
}
