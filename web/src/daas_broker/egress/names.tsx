/** Names in a zone's rules: lines to write them, and those that desktops were refused lately. */
import { Plus, Trash2 } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { date } from '@/kernel/time'
import { Button, IconButton } from '@/kit/button'
import { TextField } from '@/kit/field'
import s from './page.module.css'
import { isHostName, type Missed, type NameEntry, type Wanted } from './state'
import { words } from './words'

export interface NameLine {
  readonly key: number
  readonly name: string
  readonly note: string
}

let lastKey = 0

export function nameLine({ name, note }: NameEntry): NameLine {
  lastKey += 1
  return { key: lastKey, name, note: note ?? '' }
}

export const nameEntry = ({ name, note }: NameLine): NameEntry => ({ name: name.trim(), note })

export const isRightName = (line: NameLine) => isHostName(line.name)

export function NameLines({
  kind,
  lines,
  onChange,
}: {
  readonly kind: 'allowedNames' | 'deniedNames'
  readonly lines: readonly NameLine[]
  readonly onChange: (lines: readonly NameLine[]) => void
}) {
  const t = useWords(words)
  const change = (key: number, part: Partial<NameLine>) =>
    onChange(lines.map(one => (one.key === key ? { ...one, ...part } : one)))
  return (
    <fieldset className={s.lines}>
      <legend className={s.heading}>{t(kind)}</legend>
      {lines.map(line => (
        <div key={line.key} className={s.oneName}>
          <TextField
            autoFocus={line.name === ''}
            label={t('name')}
            placeholder={t('nameHint')}
            value={line.name}
            onChange={name => change(line.key, { name })}
            error={line.name.trim() !== '' && !isRightName(line) ? t('malformedName') : null}
            maxLength={253}
          />
          <TextField
            label={t('purpose')}
            value={line.note}
            onChange={note => change(line.key, { note })}
            maxLength={80}
          />
          <IconButton
            icon={Trash2}
            label={t('removeRow', { network: line.name })}
            onPress={() => onChange(lines.filter(one => one.key !== line.key))}
          />
        </div>
      ))}
      <Button
        size="s"
        icon={Plus}
        onPress={() => onChange([...lines, nameLine({ name: '', note: '' })])}
      >
        {t('addName')}
      </Button>
    </fieldset>
  )
}

/** With one press a name that is missing goes into the list; nothing is applied before it is saved. */
export function MissedNames({
  missed,
  onAllow,
}: {
  readonly missed: readonly Missed[]
  readonly onAllow?: (name: string) => void
}) {
  const t = useWords(words)
  if (missed.length === 0) return null
  return (
    <section>
      <h3 className={s.heading}>{t('missed')}</h3>
      <ul className={s.entries}>
        {missed.map(one => (
          <li key={`${one.name}:${one.port}`}>
            <code>{one.port === 443 ? one.name : `${one.name}:${one.port}`}</code>
            <span>{t(`missedWhy.${one.why}`)}</span>
            <span className={s.quiet}>{t('missedBy', { count: one.desktops })}</span>
            {onAllow && one.why === 'unlisted' && <AllowThis name={one.name} onAllow={onAllow} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Who asked for which name, and why. */
export function WantedNames({
  wanted,
  onAllow,
  onDecline,
}: {
  readonly wanted: readonly Wanted[]
  readonly onAllow?: (name: string) => void
  readonly onDecline?: (name: string) => void
}) {
  const t = useWords(words)
  if (wanted.length === 0) return null
  return (
    <section>
      <h3 className={s.heading}>{t('wanted')}</h3>
      <ul className={s.entries}>
        {wanted.map(one => (
          <li key={`${one.name} ${one.person} ${one.at}`}>
            <code>{one.name}</code>
            <span>{one.reason}</span>
            <span className={s.quiet}>
              {t('wantedBy', { person: one.person, at: date(one.at) })}
            </span>
            {onAllow && <AllowThis name={one.name} onAllow={onAllow} />}
            {onDecline && (
              <Button
                size="s"
                aria-label={t('declineName', { name: one.name })}
                onPress={() => onDecline(one.name)}
              >
                {t('decline')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function AllowThis({
  name,
  onAllow,
}: {
  readonly name: string
  readonly onAllow: (name: string) => void
}) {
  const t = useWords(words)
  return (
    <Button
      size="s"
      icon={Plus}
      aria-label={t('allowName', { name })}
      onPress={() => onAllow(name)}
    >
      {t('allowThis')}
    </Button>
  )
}
