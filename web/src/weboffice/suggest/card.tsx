/** One suggestion: who, when, what. */
import { Check, Undo2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Moment } from '@/kit/moment'
import { Avatar } from '@/kit/person'
import type { Act, Suggestion } from './list'
import { Looks } from './looks-said'
import s from './panel.module.css'
import { keyOf } from './ruling'
import type { Verdict } from './settle'
import { hueOf } from './stamp'
import { words } from './words'

interface CardProps {
  readonly suggestion: Suggestion
  readonly name: string
  readonly isChosen: boolean
  readonly isOwn: boolean
  readonly mayRule: boolean
  readonly maySuggest: boolean
  readonly onShow: () => void
  readonly onJudge: (verdict: Verdict) => void
}

export function SuggestionCard(props: CardProps) {
  const { suggestion, name, isChosen, isOwn, mayRule, maySuggest, onShow, onJudge } = props
  const t = useWords(words)
  const hue = `writer-${hueOf(suggestion.by)}`
  return (
    <li className={cx(s.card, hue, isChosen && s.chosen)} data-suggestion={keyOf(suggestion)}>
      <button type="button" className={s.face} aria-current={isChosen} onClick={onShow}>
        <span className={s.who}>
          <Avatar person={{ id: suggestion.by, name }} size="s" />
          <strong>{name}</strong>
          <Moment at={new Date(suggestion.at).toISOString()} />
        </span>
        <span className={s.acts}>
          {suggestion.acts.map((act, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: acts have no name and never move
            <OneAct key={index} act={act} />
          ))}
        </span>
      </button>
      {mayRule && (
        <div className={s.rule}>
          <Button size="s" look="secondary" icon={Check} onPress={() => onJudge('accept')}>
            {t('accept')}
          </Button>
          <Button size="s" look="quiet" icon={X} onPress={() => onJudge('reject')}>
            {t('reject')}
          </Button>
        </div>
      )}
      {!mayRule && maySuggest && isOwn && (
        <div className={s.rule}>
          <Button size="s" look="quiet" icon={Undo2} onPress={() => onJudge('reject')}>
            {t('takeBack')}
          </Button>
        </div>
      )}
    </li>
  )
}

function OneAct({ act }: { readonly act: Act }) {
  const t = useWords(words)
  const line = (label: ReactNode, words?: ReactNode) => (
    <span className={s.act}>
      <span className={s.label}>{label}</span> {words}
    </span>
  )
  switch (act.kind) {
    case 'added':
      return line(t('acts.added'), <ins className={s.quote}>{act.text}</ins>)
    case 'struck':
      return line(t('acts.struck'), <del className={s.quote}>{act.text}</del>)
    case 'restyled':
      return line(
        act.looks.length > 0 ? <Looks looks={act.looks} /> : t('acts.restyled'),
        <span className={s.quote}>{act.text}</span>,
      )
    case 'split':
    case 'joined':
      return line(t(`acts.${act.kind}`))
    case 'reformed': {
      const [before, after] = [formName(act.before), formName(act.after)]
      const form = t('acts.reformed', { before: t(before), after: t(after) })
      const looks = act.looks.length > 0 ? <Looks looks={act.looks} /> : t('level')
      return line(
        act.before === act.after ? looks : form,
        <span className={s.quote}>{act.text}</span>,
      )
    }
    default:
      return line(t(`acts.${act.kind}`, { what: t(blockName(act.what)) }))
  }
}

const FORMS = ['text', 'h1', 'h2', 'h3', 'outline', 'bullet', 'number'] as const
const BLOCKS = ['table', 'table_row', 'rule', 'hard_break'] as const

function formName(form: string) {
  return `forms.${FORMS.find(one => one === form) ?? 'text'}` as const
}

function blockName(what: string) {
  return `blocks.${BLOCKS.find(one => one === what) ?? 'other'}` as const
}
