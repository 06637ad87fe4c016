/** A form as its inspectors will meet it: every question in order, with its choices. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import s from './page.module.css'
import { type Outline, outlineOf } from './state'
import { words } from './words'

export function FormPreview() {
  const { form = '', version = '' } = useParams()
  return (
    <Boundary>
      <Shown form={form} version={version} />
    </Boundary>
  )
}

function Shown({ form, version }: { readonly form: string; readonly version: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(outlineOf(form, version))
  return (
    <Page
      title={data.title}
      note={t('count', { version, count: data.questions.length })}
      width="narrow"
      acts={
        <LinkButton icon={ArrowLeft} to="/field/forms">
          {t('back')}
        </LinkButton>
      }
    >
      <Card title={t('preview')}>
        <ol className={s.questions}>
          {data.questions.map((question, at) => (
            <Question
              key={question.path}
              number={at + 1}
              question={question}
              isRepeated={data.repeats.some(path => question.path.startsWith(`${path}/`))}
            />
          ))}
        </ol>
      </Card>
    </Page>
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
        <p>{question.choices.map(({ label, value }) => label || value).join(' / ')}</p>
      )}
      {question.looks_up && <p className={s.quiet}>{t('lookup')}</p>}
      {question.constraint_said && (
        <p className={s.quiet}>{t('said', { said: question.constraint_said })}</p>
      )}
    </li>
  )
}
