/** The answers to one question: bars of choices, a histogram of numbers, a line over time. */
import { ChartNoAxesColumn } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Bars } from '@/kit/bars'
import { Chart } from '@/kit/chart'
import { Empty } from '@/kit/empty'
import s from '../cases/page.module.css'
import type { Asked } from './state'
import { words } from './words'

const plain = (value: number) => String(Math.round(value))
const figure = (value: number) => value.toLocaleString('ko', { maximumFractionDigits: 2 })

export function Picture({ asked }: { readonly asked: Asked }) {
  const t = useWords(words)
  if (asked.shares.length === 0) return <Empty icon={ChartNoAxesColumn} title={t('noAnswers')} />
  if (asked.drawn === 'choices')
    return (
      <Bars
        label={asked.label}
        format={plain}
        bars={asked.shares.map(({ value, label, count }) => ({ id: value, label, value: count }))}
      />
    )
  return (
    <>
      <Chart
        label={asked.label}
        kind={asked.drawn === 'numbers' ? 'bars' : 'lines'}
        least={4}
        format={plain}
        places={asked.shares.map(({ label }) => label)}
        series={[
          { id: asked.path, label: t('answers'), values: asked.shares.map(({ count }) => count) },
        ]}
      />
      {asked.spread && (
        <dl className={s.facts}>
          <dt>{t('least')}</dt>
          <dd>{figure(asked.spread.least)}</dd>
          <dt>{t('middle')}</dt>
          <dd>{figure(asked.spread.middle)}</dd>
          <dt>{t('most')}</dt>
          <dd>{figure(asked.spread.most)}</dd>
        </dl>
      )}
    </>
  )
}
