/** The desktop's sound: whether it is heard, how loud, and what keeps it from being heard. */
import { Volume1, Volume2, VolumeX } from 'lucide-react'
import { lazy } from 'react'
import { say, useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import type { Part } from '../chrome/part'
import type { Desk } from '../desk'
import { LOUDEST } from '../sound'
import { words } from './sound.words'

const HELD_BACK = 'sound-held-back'
const PRESSES = ['pointerdown', 'click', 'keydown'] as const

export const sound: Part = {
  id: 'sound',
  order: 60,
  useFace({ kind, stream }) {
    const t = useWords(words)
    const isOn = useStore(stream.sound.on)
    const isHeldBack = useStore(stream.sound.isHeldBack)
    const volume = useStore(stream.sound.volume)
    if (kind === 'light') return null
    const isHeard = isOn && !isHeldBack && stream.sound.isAble && volume > 0
    const state = isOn ? `${t('volume')} ${volume}%` : t('isOff')
    return {
      icon: isHeard ? (volume < LOUDEST / 2 ? Volume1 : Volume2) : VolumeX,
      title: t('title'),
      label: `${t('title')} · ${state}`,
    }
  },
  Panel: lazy(async () => ({ default: (await import('./sound-panel')).SoundPanel })),
  start(desk) {
    const { sound: here } = desk.stream
    const leave = here.isHeldBack.follow(() => tell(desk))
    const wake = () => {
      if (here.isHeldBack.get()) here.wake()
    }
    for (const name of PRESSES) addEventListener(name, wake, true)
    return () => {
      leave()
      for (const name of PRESSES) removeEventListener(name, wake, true)
    }
  },
}

function tell(desk: Desk): void {
  const t = say(words)
  const { sound: here } = desk.stream
  if (here.isHeldBack.get())
    desk.notices.show({
      id: HELD_BACK,
      icon: VolumeX,
      text: t('heldBack'),
      action: { label: t('hear'), run: () => here.wake() },
    })
  else desk.notices.dismiss(HELD_BACK)
}
