import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import s from './page.module.css'
import type { Outline } from './state'
import { words } from './words'

export function QuestionList({ outline }: { readonly outline: Outline }) {
  return (
    <ol className={s.questions}>
      {outline.questions.map((question, at) => (
        <Question
          key={question.path}
          number={at + 1}
          question={question}
          isRepeated={outline.repeats.some(path => question.path.startsWith(`${path}/`))}
        />
      ))}
    </ol>
  )
}

interface QuestionProps {
  readonly number: number
  readonly question: Outline['questions'][number]
  readonly isRepeated: boolean
}

function Question({ number, question, isRepeated }: QuestionProps) {
  const t = useWords(words)
  return (
    <li className={s.question}>
      <div className={s.head}>
        <span>
          {number}. {question.label || question.path}
        </span>
        {question.is_required && <Badge tone="warning">{t('required')}</Badge>}
        {question.is_conditional && <Badge tone="neutral">{t('conditional')}</Badge>}
        {isRepeated && <Badge tone="information">{t('repeat')}</Badge>}
      </div>
      {question.choices.length > 0 && (
        <p>
          {question.choices.map(({ label, value }) => label || value).join(' / ')}
          {question.choices_in_all > question.choices.length &&
            ` … ${t('moreChoices', { count: question.choices_in_all })}`}
        </p>
      )}
      {question.looks_up && <p className={s.quiet}>{t('lookup')}</p>}
      {question.constraint_said && (
        <p className={s.quiet}>{t('said', { said: question.constraint_said })}</p>
      )}
    </li>
  )
}
