/** 현장 통계: cases by state and day, answers by choice and day; each picture with its table. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, ChartColumn, ChartLine, Download, Inbox, ListChecks, Lock } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { hasRole, useSession } from '@/kernel/session'
import { Bars } from '@/kit/bars'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Chart } from '@/kit/chart'
import { Empty } from '@/kit/empty'
import { Segments, Select } from '@/kit/field'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import s from '../cases/page.module.css'
import { words as caseWords } from '../cases/words'
import { fieldForms } from '../forms/state'
import { Picture } from './picture'
import { figuresKey, figuresOfCases, figuresOfForm } from './state'
import { words } from './words'

const SPANS = { week: 7, month: 30, quarter: 90 } as const
type Span = keyof typeof SPANS
const plain = (value: number) => String(Math.round(value))
const short = (day: string) => `${Number(day.slice(5, 7))}. ${Number(day.slice(8))}.`

export function FieldFigures() {
  const t = useWords(words)
  const { person } = useSession()
  const isHead = hasRole(person, 'manager')
  useLive(isHead ? `field-cases:${person.division_id}` : null, figuresKey)
  useLive(isHead ? `field-submissions:${person.division_id}` : null, figuresKey)
  return (
    <Page
      title={t('title')}
      note={t('note')}
      acts={
        <LinkButton icon={ArrowLeft} to="/field/cases">
          {t('back')}
        </LinkButton>
      }
    >
      {isHead ? (
        <Boundary>
          <Pictures />
        </Boundary>
      ) : (
        <Empty icon={Lock} title={t('denied')} />
      )}
    </Page>
  )
}

function Pictures() {
  const t = useWords(words)
  const [address, go] = useSearchParams()
  const asked = address.get('span')
  const span: Span = asked === 'week' || asked === 'quarter' ? asked : 'month'
  return (
    <div className={s.stack}>
      <Segments
        label={t('days')}
        value={span}
        onChange={next => {
          const then = new URLSearchParams(address)
          then.set('span', next)
          go(then, { replace: true })
        }}
        choices={[
          { id: 'week', label: t('week') },
          { id: 'month', label: t('month') },
          { id: 'quarter', label: t('quarter') },
        ]}
      />
      <OfCases days={SPANS[span]} />
      <Answers days={SPANS[span]} />
    </div>
  )
}

function OfCases({ days }: { readonly days: number }) {
  const t = useWords(words)
  const c = useWords(caseWords)
  const { data } = useSuspenseQuery(figuresOfCases(days))
  return (
    <div className={s.two}>
      <Card title={t('byDay')} icon={ChartLine}>
        <Chart
          label={t('byDay')}
          places={data.days.map(short)}
          least={4}
          format={plain}
          series={data.lines.map(({ step, counts }) => ({
            id: step,
            label: t(step as 'open'),
            values: counts,
          }))}
        />
      </Card>
      <Card title={t('byState')} icon={ChartColumn}>
        <Bars
          label={t('byState')}
          format={plain}
          bars={data.states.map(({ state, count }) => ({
            id: state,
            label: c(`state.${state}`),
            value: count,
          }))}
        />
      </Card>
    </div>
  )
}

function Answers({ days }: { readonly days: number }) {
  const t = useWords(words)
  const [address, go] = useSearchParams()
  const { data } = useSuspenseQuery(fieldForms)
  const form = data.forms.find(({ id }) => id === address.get('form')) ?? data.forms[0]
  if (!form) return <Empty icon={Inbox} title={t('noForms')} />
  const put = (key: string, value: string) => {
    const then = new URLSearchParams(address)
    then.set(key, value)
    go(then, { replace: true })
  }
  return (
    <>
      <Select
        label={t('form')}
        value={form.id}
        onChange={id => put('form', id)}
        choices={data.forms.map(({ id, title }) => ({ id, label: title }))}
      />
      <OfForm
        form={form.id}
        days={days}
        question={address.get('question') ?? ''}
        onQuestion={path => put('question', path)}
      />
    </>
  )
}

interface OfFormProps {
  readonly form: string
  readonly days: number
  readonly question: string
  readonly onQuestion: (path: string) => void
}

function OfForm({ form, days, question, onQuestion }: OfFormProps) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(figuresOfForm(form, days))
  const shown = data.questions.find(({ path }) => path === question) ?? data.questions[0]
  return (
    <>
      <Export form={form} />
      {data.total === 0 && <Empty icon={Inbox} title={t('nothing')} />}
      {data.total > 0 && (
        <div className={s.two}>
          <Card title={t('sent')} icon={ChartColumn}>
            <Chart
              label={t('sent')}
              kind="bars"
              least={4}
              places={data.days.map(short)}
              series={[{ id: 'sent', label: t('sent'), values: data.sent }]}
              format={plain}
            />
          </Card>
          {shown && (
            <Card title={t('answers')} icon={ListChecks}>
              <div className={s.stack}>
                <Select
                  label={t('question')}
                  value={shown.path}
                  onChange={onQuestion}
                  choices={data.questions.map(({ path, label }) => ({ id: path, label }))}
                />
                <Picture asked={shown} />
                <p className={s.quiet}>
                  {t('answered', { count: shown.answered })} ·{' '}
                  {t('counted', { total: data.total, counted: data.counted })}
                </p>
              </div>
            </Card>
          )}
        </div>
      )}
    </>
  )
}

function Export({ form }: { readonly form: string }) {
  const t = useWords(words)
  return (
    <Card
      title={t('odata')}
      icon={Download}
      aside={
        <LinkButton size="s" icon={Download} download to={`/api/field/odata/${form}.zip`}>
          {t('csv')}
        </LinkButton>
      }
    >
      <div className={s.line}>
        <code style={{ overflowWrap: 'anywhere' }}>
          {`${location.origin}/api/field/odata/${form}.svc`}
        </code>
        <p className={s.quiet}>{t('odataNote')}</p>
      </div>
    </Card>
  )
}
