/** One number with what it means, and where one looks closer. */
import {
  CircleAlert,
  CircleCheck,
  CircleHelp,
  SlidersHorizontal,
  TriangleAlert,
} from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { say, useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { duration } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button, IconButton } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { TextField } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { toast } from '@/kit/toast'
import s from './page.module.css'
import { type Gauges, type Limit, type Name, setLimit, sum, worst } from './state'
import { words } from './words'

type Shown = Exclude<Name, 'cpu' | 'memory' | 'frames' | 'sent'>

export interface TileOf {
  readonly name: Shown
  /** Added up over all, instead of the worst of them. */
  readonly of?: 'sum' | 'whole'
  readonly to?: string
}

export const TILES: readonly TileOf[] = [
  { name: 'in_use', of: 'whole', to: '/admin/sessions?state=in_use' },
  { name: 'warm', of: 'whole', to: '/admin/sessions?state=warm' },
  { name: 'waiting', of: 'whole', to: '/admin/sessions' },
  { name: 'wait', to: '/admin/desktops' },
  { name: 'claims', of: 'whole' },
  { name: 'failures', of: 'whole', to: '/admin/sessions?state=failed' },
  { name: 'latency', of: 'whole' },
  { name: 'streams', of: 'sum' },
  { name: 'gateway_sent', of: 'sum' },
  { name: 'refusals' },
  { name: 'gateway_cpu' },
  { name: 'memory_free' },
  { name: 'disk_free' },
]

const TONES = { ok: 'success', near: 'warning', over: 'danger', unknown: 'neutral' } as const
const ICONS = {
  ok: CircleCheck,
  near: TriangleAlert,
  over: CircleAlert,
  unknown: CircleHelp,
} as const

export function shown(name: Shown, value: number | null): string {
  if (value === null) return '–'
  const t = say(words)
  switch (name) {
    case 'wait':
      return duration(value)
    case 'latency':
      return t('unit.ms', { ms: Math.round(value) })
    case 'gateway_sent':
      return t('unit.rate', { bytes: bytes(Math.round(value)) })
    case 'memory_free':
    case 'disk_free':
      return bytes(Math.round(value))
    case 'gateway_cpu':
      return t('unit.cores', { cores: value.toFixed(2) })
    default:
      return new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(value)
  }
}

export function Tile({ tile, found }: { readonly tile: TileOf; readonly found: Gauges }) {
  const t = useWords(words)
  const { level, value } = worst(found, tile.name)
  const whole = tile.of === 'whole' ? sum(found, tile.name, '') : sum(found, tile.name)
  const limit = found.thresholds[tile.name]
  const name = t(`gauge.${tile.name}`)
  return (
    <li className={s.tile}>
      <span className={s.name}>
        {tile.to ? <Link to={tile.to}>{name}</Link> : name}
        {limit && <LimitButton tile={tile} limit={limit} />}
      </span>
      <strong>{shown(tile.name, tile.of ? whole : value)}</strong>
      {limit || level === 'unknown' ? (
        <span className={s.line}>
          <Badge tone={TONES[level]} icon={ICONS[level]}>
            {t(`level.${level}`)}
          </Badge>
          {limit && (
            <span className={s.quiet}>
              {t('limit', {
                near: shown(tile.name, limit.near),
                over: shown(tile.name, limit.over),
              })}
            </span>
          )}
        </span>
      ) : null}
    </li>
  )
}

const GIB = 1024 ** 3

function LimitButton({ tile, limit }: { readonly tile: TileOf; readonly limit: Limit }) {
  const t = useWords(words)
  const [isOpen, open] = useState(false)
  const name = t(`gauge.${tile.name}`)
  return (
    <>
      <IconButton
        icon={SlidersHorizontal}
        label={t('limitOf', { name })}
        onPress={() => open(true)}
      />
      <Dialog title={t('limitOf', { name })} isOpen={isOpen} onOpenChange={open} size="s">
        <LimitForm name={tile.name} limit={limit} onDone={() => open(false)} />
      </Dialog>
    </>
  )
}

function LimitForm({
  name,
  limit,
  onDone,
}: {
  readonly name: Shown
  readonly limit: Limit
  readonly onDone: () => void
}) {
  const t = useWords(words)
  const unit = name.endsWith('_free') ? GIB : 1
  const [near, setNear] = useState(String(limit.near / unit))
  const [over, setOver] = useState(String(limit.over / unit))
  const [error, setError] = useState<unknown>(null)
  const hint = t(limit.over > limit.near ? 'limitHint.high' : 'limitHint.low')
  const suffix = unit === GIB ? ` ${t('inGib')}` : ''
  async function save(event: FormEvent) {
    event.preventDefault()
    try {
      await setLimit(name, { near: Number(near) * unit, over: Number(over) * unit })
      toast(t('saved', { name: t(`gauge.${name}`) }))
      onDone()
    } catch (refusal) {
      setError(refusal)
    }
  }
  return (
    <form className={s.form} onSubmit={event => void save(event)}>
      {error !== null && <Problem error={error} />}
      <TextField
        label={t('near') + suffix}
        hint={hint}
        inputMode="decimal"
        value={near}
        onChange={setNear}
        isRequired
      />
      <TextField
        label={t('over') + suffix}
        hint={hint}
        inputMode="decimal"
        value={over}
        onChange={setOver}
        isRequired
      />
      <div className={s.foot}>
        <Button onPress={onDone}>{t('cancel')}</Button>
        <Button look="primary" type="submit">
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
