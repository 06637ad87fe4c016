import { Volume2, VolumeX } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { words } from '../../words'
import type { Part } from '../chrome/part'

export const sound: Part = {
  id: 'sound',
  order: 60,
  useFace({ kind, stream }) {
    const t = useWords(words)
    const isOn = useStore(stream.sound.on)
    if (kind === 'light') return null
    return {
      icon: isOn ? Volume2 : VolumeX,
      label: isOn ? t('soundOff') : t('soundOn'),
      isOn,
      onPress() {
        stream.sound.set(!isOn)
        stream.send(isOn ? 'STOP_AUDIO' : 'START_AUDIO')
      },
    }
  },
}
