/** A seat with two PCs against one with a notebook and a desktop, and all that it is computed from. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Calculator, History, Scale, SlidersHorizontal } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { Bars } from '@/kit/bars'
import { Card } from '@/kit/card'
import { Segments } from '@/kit/field'
import { Moment } from '@/kit/moment'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { AssumptionForm } from './assumptions'
import { amount, exact, percent } from './numbers'
import s from './page.module.css'
import {
  type Assumption,
  type Assumptions,
  type Comparison,
  comparisonOf,
  draftOf,
  type Versions,
  valuesOf,
  versions,
} from './state'
import { words } from './words'

/** In the order of the formula. */
const SEAT = [
  'purchase',
  'licence',
  'security',
  'upkeep',
  'servers',
  'software',
  'operation',
  'energy',
] as const

type Preset = 'saved' | 'prudent' | 'policy'

export function Compare() {
  return (
    <Suspense fallback={<Skeleton rows={8} />}>
      <Sides />
    </Suspense>
  )
}

function Sides() {
  const { data } = useSuspenseQuery(versions)
  const saved = data.versions[0]
  // A version that somebody else saved is another form; what was typed into the old one is gone then.
  return saved ? <Desk key={saved.number} known={data} saved={saved} /> : null
}

function Desk({
  known,
  saved,
}: {
  readonly known: Versions
  readonly saved: Versions['versions'][number]
}) {
  const t = useWords(words)
  const own = saved.values as Assumptions
  const [preset, choose] = useState<Preset | null>('saved')
  const [draft, setDraft] = useState(() => draftOf(own))
  const values = valuesOf(draft)
  const [shown, show] = useState(own)
  if (values && JSON.stringify(values) !== JSON.stringify(shown)) show(values)
  const { data, error } = useQuery(comparisonOf(shown))
  function take(chosen: Preset) {
    choose(chosen)
    setDraft(draftOf((chosen === 'saved' ? own : known.presets[chosen]) as Assumptions))
  }
  return (
    <div className={s.stack}>
      <div className={s.presets}>
        <Segments
          label={t('preset')}
          choices={(['saved', 'prudent', 'policy'] as const).map(id => ({
            id,
            label: t(`presets.${id}`),
          }))}
          value={preset}
          onChange={take}
        />
        {preset !== null && (
          <p className={s.quiet}>
            {t(`presetNote.${preset === 'saved' && saved.number === 0 ? 'given' : preset}`, {
              number: saved.number,
              by: saved.made_by ? t('by', { name: saved.made_by }) : '',
            })}
          </p>
        )}
      </div>
      {error !== null && <Problem error={error} />}
      {data && <Result found={data} values={shown} />}
      <div className={s.halves}>
        <Card title={t('assumptions')} icon={SlidersHorizontal}>
          <AssumptionForm
            base={saved.number}
            saved={own}
            draft={draft}
            onChange={(name: Assumption, typed: string) => {
              choose(null)
              setDraft(before => ({ ...before, [name]: typed }))
            }}
          />
        </Card>
        <div className={s.stack}>
          {data && <Levers found={data} />}
          <Past known={known} />
        </div>
      </div>
    </div>
  )
}

function Result({ found, values }: { readonly found: Comparison; readonly values: Assumptions }) {
  const t = useWords(words)
  const most = Math.max(...Object.values(found.before), ...Object.values(found.after))
  const won = (value: number) => t('won', { amount: amount(value) })
  const sides = [
    [
      'before',
      t('before', { count: exact(values.pcs_per_seat) }),
      found.before,
      found.before_total,
      found.before_kwh,
    ],
    ['after', t('after'), found.after, found.after_total, found.after_kwh],
  ] as const
  return (
    <>
      <div className={s.saving} data-testid="saving">
        <span>{t('saving')}</span>
        <strong>{percent(found.saving)}</strong>
        <span className={s.quiet}>{found.saving < 0 ? t('savingMinus') : t('savingNote')}</span>
      </div>
      <div className={s.halves}>
        {sides.map(([tone, title, lines, total, kwh]) => (
          <Card
            key={tone}
            title={title}
            icon={Scale}
            aside={<Badge tone={tone === 'after' ? 'success' : 'primary'}>{t('perSeat')}</Badge>}
          >
            <p className={s.total}>
              {won(total)}{' '}
              <span className={s.quiet}>
                {t('kwh', { amount: exact(Math.round(kwh * 10) / 10) })}
              </span>
            </p>
            <Bars
              label={title}
              bars={SEAT.filter(id => id in lines).map(id => ({
                id,
                label: t(`lines.${id}`),
                value: lines[id] ?? 0,
              }))}
              format={won}
              most={most}
              tone={tone}
            />
          </Card>
        ))}
      </div>
      <Formula found={found} values={values} />
    </>
  )
}

const STEPS = {
  before: ['beforePurchase', 'beforeYearly', 'beforeEnergy'],
  after: ['afterPurchase', 'afterYearly', 'afterServers', 'afterRest', 'afterEnergy'],
} as const

function Formula({ found, values }: { readonly found: Comparison; readonly values: Assumptions }) {
  const t = useWords(words)
  const said = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, exact(value)]),
  )
  return (
    <Card title={t('formula')} icon={Calculator}>
      <div className={s.formula}>
        {(['before', 'after'] as const).map(side => (
          <div key={side}>
            <p>
              <b>
                {side === 'before'
                  ? t('before', { count: exact(values.pcs_per_seat) })
                  : t('after')}
              </b>
            </p>
            <ul>
              {STEPS[side].map(step => (
                <li key={step}>{t(`how.${step}`, said)}</li>
              ))}
            </ul>
          </div>
        ))}
        <p className={s.quiet}>
          {t('how.saving', {
            after: amount(found.after_total),
            before: amount(found.before_total),
            saving: percent(found.saving),
          })}
        </p>
      </div>
    </Card>
  )
}

function Levers({ found }: { readonly found: Comparison }) {
  const t = useWords(words)
  return (
    <Card title={t('levers')} icon={Scale}>
      <p className={s.quiet}>{t('leversNote')}</p>
      <ul className={s.levers}>
        {found.levers.map(({ name, low, high }) => (
          <li key={name}>
            <span>{t(`field.${name as Assumption}`)}</span>
            <span className={s.reach} aria-hidden>
              <i
                style={{
                  left: `${clamp(Math.min(low, high))}%`,
                  width: `${Math.max(1, clamp(Math.max(low, high)) - clamp(Math.min(low, high)))}%`,
                }}
              />
            </span>
            <b>{t('lever', { low: percent(low), high: percent(high) })}</b>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function clamp(saving: number): number {
  return Math.min(100, Math.max(0, saving * 100))
}

function Past({ known }: { readonly known: Versions }) {
  const t = useWords(words)
  return (
    <Card title={t('history')} icon={History}>
      <ul className={s.past}>
        {known.versions.map(({ number, made_at, made_by, reason }) => (
          <li key={number}>
            <b>{t('version', { number })}</b> {reason || t('original')}
            {made_at && (
              <span className={s.quiet}>
                {' '}
                {made_by} · <Moment at={made_at} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
