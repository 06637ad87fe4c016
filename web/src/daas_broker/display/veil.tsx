/** What is happening while there is no picture, and what to do when there will be none. */
import { MonitorX, PlugZap } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button, LinkButton } from '@/kit/button'
import { Spinner } from '@/kit/progress'
import { words } from '../words'
import type { Desk } from './desk'
import { OVER, type Phase } from './stream'
import s from './view.module.css'

export function Veil({ desk: { stream } }: { readonly desk: Desk }) {
  const phase = useStore(stream.phase)
  if (phase === 'shown') return null
  if (phase === 'lost') return <Reconnecting />
  if (OVER.includes(phase)) return <Over phase={phase} onTakeBack={() => void stream.open()} />
  return <Starting phase={phase} />
}

function Starting({ phase }: { readonly phase: Phase }) {
  const t = useWords(words)
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(count => count + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  const step = phase === 'picture' ? 'picture' : phase === 'stream' ? 'stream' : 'ticket'
  return (
    <div className={s.veil} data-phase={phase}>
      <Spinner size={28} label={t(`opening.${step}`)} />
      {seconds > 0 && <p className={s.quiet}>{t('opening.seconds', { count: seconds })}</p>}
    </div>
  )
}

function Reconnecting() {
  const t = useWords(words)
  return (
    <div className={s.lost} role="status">
      <PlugZap size={18} aria-hidden />
      {t('over.reconnecting')}
    </div>
  )
}

function Over({ phase, onTakeBack }: { readonly phase: Phase; readonly onTakeBack: () => void }) {
  const t = useWords(words)
  const [title, note] =
    phase === 'taken'
      ? [t('over.taken'), null]
      : phase === 'signed-out'
        ? [t('over.signedOut'), null]
        : phase === 'refused'
          ? [t('over.refused'), t('over.refusedNote')]
          : [t('over.ended'), t('over.endedNote')]
  return (
    <div className={s.veil} role="alert" data-phase={phase}>
      <MonitorX size={32} strokeWidth={1.5} aria-hidden />
      <p className={s.title}>{title}</p>
      {note && <p className={s.quiet}>{note}</p>}
      {phase === 'taken' ? (
        <Button look="primary" onPress={onTakeBack}>
          {t('over.takeBack')}
        </Button>
      ) : (
        <LinkButton look="primary" to="/desktops">
          {t('back')}
        </LinkButton>
      )}
    </div>
  )
}
