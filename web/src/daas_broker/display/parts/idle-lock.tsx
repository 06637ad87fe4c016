/** The screen of who is away is locked: the picture goes, the programs go on. */
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { Confirm } from '@/identity/signin/confirm'
import { say, useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { time } from '@/kernel/time'
import { message, useLatest } from '../channel'
import type { Part } from '../chrome/part'
import type { Desk } from '../desk'
import { OVER } from '../stream'
import s from '../view.module.css'
import { words } from './idle-lock.words'

const ID = 'idle-lock'
const lock = message<object>('idle.lock')
const locked = message<{ since: string | null }>('idle.locked')
const warned = message<{ seconds: number }>('idle.warned')
const used = message<object>('idle.used')
/** Lets all keys go: nothing happens in the desktop, and somebody is here. */
const STAY = 'kr'

export const useLocked = ({ channel }: Desk): boolean => useLatest(channel, locked) !== null

export const idleLock: Part = {
  id: ID,
  order: 85,
  isOnSecond: true,
  useFace({ channel }) {
    const t = useWords(words)
    return { icon: Lock, label: t('lock'), onPress: () => channel.say(lock, {}) }
  },
  Cover({ desk }) {
    const held = useLatest(desk.channel, locked)
    const phase = useStore(desk.stream.phase)
    // Where another device has it now, or nobody, there is nothing here to unlock.
    if (!held || OVER.includes(phase)) return null
    return desk.screen === 2 ? <LockedBeside /> : <Locked desk={desk} since={held.since} />
  },
  start({ channel, notices, panel, stream }) {
    const ends = [
      channel.on(locked, () => {
        notices.dismiss(ID)
        panel.set(null)
        stream.picture.screen.clear()
        stream.settle()
      }),
      channel.on(warned, ({ seconds }) =>
        notices.show({
          id: ID,
          icon: Lock,
          tone: 'warning',
          text: say(words)('warned', { count: seconds }),
          action: { label: say(words)('stay'), run: () => stream.input(STAY) },
        }),
      ),
      channel.on(used, () => notices.dismiss(ID)),
    ]
    return () => {
      for (const end of ends) end()
    }
  },
}

interface LockedProps {
  readonly desk: Desk
  /** Null where it was locked just now. */
  readonly since: string | null
}

function Locked({ desk, since }: LockedProps) {
  const t = useWords(words)
  const [now] = useState(Date.now)
  function unlock() {
    desk.stream.reopen()
    desk.focus()
  }
  return (
    <div className={s.cover} role="dialog" aria-label={t('locked')} data-locked>
      <Lock size={32} strokeWidth={1.5} aria-hidden />
      <h2 className={s.title}>{t('locked')}</h2>
      <p className={s.quiet}>{t('note', { at: time(since ?? now) })}</p>
      <div className={s.proof}>
        <Confirm act={t('unlock')} onDone={unlock} />
      </div>
    </div>
  )
}

/** The proof is asked for once, in the first window. */
function LockedBeside() {
  const t = useWords(words)
  return (
    <div className={s.cover} role="dialog" aria-label={t('locked')} data-locked>
      <Lock size={32} strokeWidth={1.5} aria-hidden />
      <h2 className={s.title}>{t('locked')}</h2>
      <p className={s.quiet}>{t('unlockFirst')}</p>
    </div>
  )
}
