/** REC in red, for as long as the gateway says that it records. */
import { Video } from 'lucide-react'
import { say, useWords } from '@/kernel/i18n'
import { message, useLatest } from '../channel'
import type { Part } from '../chrome/part'
import s from './recording.module.css'
import { words } from './recording.words'

const state = message<{ readonly recording: boolean }>('recording.state')

export const recording: Part = {
  id: 'recording',
  order: 12,
  isOnSecond: true,
  isPinned: true,
  Overlay({ desk }) {
    const t = useWords(words)
    if (!useLatest(desk.channel, state)?.recording) return null
    return (
      <p className={s.rec} role="status" data-recording>
        <span className={s.dot} aria-hidden />
        <span aria-hidden>{t('rec')}</span>
        <span className={s.spoken}>{t('on')}</span>
      </p>
    )
  },
  start: ({ channel, notices }) =>
    channel.on(state, said => {
      if (said.recording) return
      const text = say(words)('turnedOff')
      notices.show({ id: 'recording', icon: Video, text, seconds: 8 })
    }),
}
