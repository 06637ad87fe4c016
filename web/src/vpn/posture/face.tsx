/** How a device says it is, with what to do about what is not on. */
import { CircleHelp, ShieldAlert, ShieldCheck } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { ago } from '@/kernel/time'
import { type Device, hasLine } from '../devices/state'
import s from './page.module.css'
import { missingOf, type Posture } from './state'
import { words } from './words'

const ICONS = { on: ShieldCheck, off: ShieldAlert, unknown: CircleHelp } as const

interface FaceProps {
  readonly device: Pick<Device, 'platform'>
  readonly posture: Posture | undefined
  /** For its owner, who can do something about it. */
  readonly withFix?: boolean
}

export function PostureOf({ device, posture, withFix = false }: FaceProps) {
  const t = useWords(words)
  if (!posture)
    return <span className={s.posture}>{t(hasLine(device.platform) ? 'never' : 'neverHere')}</span>
  const missing = missingOf(posture)
  return (
    <span className={s.posture}>
      <span className={s.facts}>
        <span>{posture.system}</span>
        <Answer answer={posture.disk} text={t(`disk.${posture.disk}`)} />
        <Answer answer={posture.lock} text={t(`lock.${posture.lock}`)} />
      </span>
      <span>{t('source', { at: ago(posture.said_at) })}</span>
      {posture.lacks.includes('silent') && <span>{t('old')}</span>}
      {withFix && missing.map(what => <span key={what}>{t(`fix.${what}`)}</span>)}
      {withFix && missing.length > 0 && <span>{t('counts')}</span>}
    </span>
  )
}

interface AnswerProps {
  readonly answer: Posture['disk']
  readonly text: string
}

function Answer({ answer, text }: AnswerProps) {
  const Icon = ICONS[answer]
  return (
    <span className={s[answer]}>
      <Icon size={16} aria-hidden />
      {text}
    </span>
  )
}
