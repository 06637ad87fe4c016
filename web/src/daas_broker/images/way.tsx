/** The line of steps a version goes: build, test boot, canary, roll-out, and perhaps back. */
import { Check, Circle, CircleDot, Minus, Undo2, X } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { type Mark, type Version, wayOf } from './state'
import s from './way.module.css'
import { words } from './words'

const ICONS = { done: Check, now: CircleDot, failed: X, skipped: Minus, open: Circle } as const

export function Way({ version }: { readonly version: Version }) {
  const t = useWords(words)
  return (
    <ol className={s.way} aria-label={t('way.label')}>
      {wayOf(version).map(([step, mark]) => (
        <li key={step} data-mark={mark} aria-current={mark === 'now' ? 'step' : undefined}>
          <span className={s.knob} aria-hidden>
            <Knob mark={mark} isBack={step === 'back'} />
          </span>
          <span>{t(`way.${step}`)}</span>
          {/* It came back, and that did not fail. */}
          <span className={s.spoken}>{t(`mark.${step === 'back' ? 'now' : mark}`)}</span>
        </li>
      ))}
    </ol>
  )
}

function Knob({ mark, isBack }: { readonly mark: Mark; readonly isBack: boolean }) {
  const Icon = isBack ? Undo2 : ICONS[mark]
  return <Icon size={14} strokeWidth={2.75} />
}
