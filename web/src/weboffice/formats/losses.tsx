/** What changes, in words and numbers. */
import { Archive, CircleCheck, CircleMinus, Shapes } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { type Loss, sorted } from './features'
import s from './formats.module.css'
import type { Losses } from './state'
import { words } from './words'

interface LossesProps {
  readonly title: string
  readonly losses: Losses
  /** What the editor does not show and a file of the same format gets back. */
  readonly kept: Losses
}

export function LossReport({ title, losses, kept }: LossesProps) {
  const t = useWords(words)
  const { dropped, altered } = sorted(losses)
  const back = sorted(kept)
  if (dropped.length + altered.length === 0) {
    return (
      <>
        <p className={s.nothing} role="status">
          <CircleCheck size={20} aria-hidden />
          <span>
            <strong>{t('nothing')}</strong>
            <br />
            {t('nothingNote')}
          </span>
        </p>
        <Group title={t('kept')} kind="kept" losses={[...back.dropped, ...back.altered]} />
      </>
    )
  }
  return (
    <section className={s.report} aria-label={title}>
      <h2 className={s.reportTitle}>{title}</h2>
      <Group title={t('dropped')} kind="dropped" losses={dropped} />
      <Group title={t('altered')} kind="altered" losses={altered} />
      <Group title={t('kept')} kind="kept" losses={[...back.dropped, ...back.altered]} />
    </section>
  )
}

interface GroupProps {
  readonly title: string
  readonly kind: 'dropped' | 'altered' | 'kept'
  readonly losses: readonly Loss[]
}

function Group({ title, kind, losses }: GroupProps) {
  if (losses.length === 0) return null
  const Icon = ICONS[kind]
  return (
    <div className={s.group} data-kind={kind}>
      <h3 className={s.groupTitle}>
        <Icon size={16} aria-hidden />
        {title}
      </h3>
      <ul className={s.losses}>
        {losses.map(loss => (
          <LossLine key={loss.feature} loss={loss} kind={kind} />
        ))}
      </ul>
    </div>
  )
}

const ICONS = { dropped: CircleMinus, altered: Shapes, kept: Archive } as const

type Feature = 'bold'
type What = 'link'

function LossLine({ loss, kind }: { readonly loss: Loss; readonly kind: GroupProps['kind'] }) {
  const t = useWords(words)
  const { feature, count } = loss
  const what = kind !== 'kept' && HAS_NOTE.has(feature) ? t(`what.${feature as What}`) : null
  const unit = kind === 'kept' || BESIDE.has(feature) ? 'pieces' : 'count'
  return (
    <li className={s.loss}>
      <span className={s.feature}>
        {t(`feature.${feature as Feature}`)}
        {what && <span className={s.what}>{what}</span>}
      </span>
      <Badge tone={kind === 'dropped' ? 'warning' : 'neutral'}>{t(unit, { count })}</Badge>
    </li>
  )
}

/** Things that a file has; the others stand at places in its text. */
const BESIDE = new Set([
  'building_block',
  'embedded_font',
  'signature',
  'macro',
  'attached_template',
  'mail_merge',
  'custom_ui',
  'web_extension',
])

const HAS_NOTE = new Set([
  'link',
  'heading',
  'deep_heading',
  'outline',
  'list',
  'table',
  'span',
  'cell_lines',
  'nested_table',
  'picture',
  'note',
  'insertion',
  'other_change',
  'deletion_rejected',
  'comment_reply',
  'comment_place',
  'embedded_font',
  'signature',
  'shape',
  'field',
  'control',
  'columns',
  'page',
])
