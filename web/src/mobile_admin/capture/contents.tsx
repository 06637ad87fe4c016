/** Where one is in the form, and how far each screen is. */
import { Check, CircleAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { cx } from '@/kit/cx'
import s from './capture.module.css'
import { sameFields, useReading } from './engine/reading'
import { useScreenTitle } from './screen-view'
import type { Screen } from './sheet/screens'
import { tallyOf } from './sheet/state'
import { words } from './words'

interface ContentsProps {
  readonly screens: readonly Screen[]
  readonly at: number
  /** There is nothing to be sent. */
  readonly isRead: boolean
  readonly onOpen: (at: number) => void
}

export function Contents({ screens, at, isRead, onOpen }: ContentsProps) {
  const t = useWords(words)
  return (
    <nav aria-label={t('contents')}>
      <ol className={s.contents}>
        {screens.map((screen, index) => (
          <li key={screen.id}>
            <Line screen={screen} isHere={index === at} onOpen={() => onOpen(index)} />
          </li>
        ))}
        <li hidden={isRead}>
          <button
            type="button"
            className={cx(s.contentsLine, at === screens.length && s.isHere)}
            onClick={() => onOpen(screens.length)}
          >
            <strong className={s.grow}>{t('review')}</strong>
          </button>
        </li>
      </ol>
    </nav>
  )
}

interface LineProps {
  readonly screen: Screen
  readonly isHere: boolean
  readonly onOpen: () => void
}

function Line({ screen, isHere, onOpen }: LineProps) {
  const t = useWords(words)
  const title = useScreenTitle(screen)
  const tally = useReading(() => tallyOf(screen), sameFields)
  const isComplete = tally.asked > 0 && tally.missing + tally.wrong === 0 && tally.answered > 0
  return (
    <button
      type="button"
      className={cx(s.contentsLine, isHere && s.isHere, screen.around.length > 1 && s.isInner)}
      aria-current={isHere ? 'step' : undefined}
      onClick={onOpen}
    >
      <span className={s.grow}>
        <strong>{title}</strong>
        {tally.asked > 0 && (
          <span className={s.aside}>
            {t('answeredOf', { asked: tally.asked, answered: tally.answered })}
          </span>
        )}
      </span>
      {tally.wrong > 0 && (
        <span className={s.tallyWrong}>
          <CircleAlert size={18} aria-hidden /> {t('wrong', { count: tally.wrong })}
        </span>
      )}
      {tally.missing > 0 && (
        <span className={s.tally}>{t('missing', { count: tally.missing })}</span>
      )}
      {isComplete && (
        <Check size={22} strokeWidth={3} className={s.tick} aria-label={t('complete')} />
      )}
    </button>
  )
}
