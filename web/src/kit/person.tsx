/** A person looks the same everywhere: avatar, chip, card. */
import { Circle, CircleCheck, Clock3, type LucideIcon, Video } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import { useWords } from '@/kernel/i18n'
import type { Presence } from '@/kernel/presence'
import { cx } from './cx'
import s from './person.module.css'
import { Popover } from './popover'
import { words } from './words'

export interface PersonFace {
  readonly id: string
  readonly name: string
  /** 주무관, 과장 … */
  readonly post?: string | undefined
  /** The division's name. */
  readonly division?: string | undefined
  readonly presence?: Presence | undefined
}

const PRESENCE_ICON: Record<Presence, LucideIcon> = {
  here: CircleCheck,
  elsewhere: Clock3,
  meeting: Video,
  offline: Circle,
}

/** A stable hue of six, so that people are told apart at a glance; never the only sign. */
function hueOf(id: string): number {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 997
  return sum % 6
}

/** Korean names are known by their given name: 김하늘 → 하늘; Latin ones by initials. */
function shortName(name: string): string {
  if (/^[가-힣]{2,}$/.test(name)) return name.slice(-2)
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map(part => part.slice(0, 1).toUpperCase())
    .join('')
}

export function Avatar({
  person,
  size = 'm',
}: {
  readonly person: PersonFace
  readonly size?: 's' | 'm' | 'l'
}) {
  const t = useWords(words)
  // Who is not there has no mark; a card says it in words.
  const Mark = person.presence && person.presence !== 'offline' && PRESENCE_ICON[person.presence]
  return (
    <span className={cx(s.avatar, s[size])} data-hue={hueOf(person.id)}>
      <span aria-hidden data-short={shortName(person.name)} className={s.short} />
      {Mark && person.presence && (
        <span
          className={s.mark}
          data-presence={person.presence}
          title={t(`presence.${person.presence}`)}
        >
          <Mark size={11} strokeWidth={3} aria-hidden />
        </span>
      )}
    </span>
  )
}

interface AvatarButtonProps extends Omit<ButtonProps, 'className' | 'children' | 'style'> {
  readonly person: PersonFace
  readonly label: string
}

/** The avatar as a button, for what opens from it. */
export function AvatarButton({ person, label, ...rest }: AvatarButtonProps) {
  return (
    <AriaButton {...rest} className={cx(s.avatarButton)} aria-label={label}>
      <Avatar person={person} />
    </AriaButton>
  )
}

/** The name in a line of text; pressing it shows the card. */
export function PersonChip({
  person,
  children,
}: {
  readonly person: PersonFace
  readonly children?: ReactNode
}) {
  return (
    <Popover
      label={person.name}
      trigger={
        <AriaButton className={cx(s.chip)}>
          <Avatar person={person} size="s" />
          {person.name}
        </AriaButton>
      }
    >
      <PersonCard person={person}>{children}</PersonCard>
    </Popover>
  )
}

interface PersonCardProps {
  readonly person: PersonFace
  /** Lines of facts: duty, telephone. */
  readonly facts?: readonly { readonly label: string; readonly value: ReactNode }[]
  /** Buttons. */
  readonly children?: ReactNode
}

export function PersonCard({ person, facts = [], children }: PersonCardProps) {
  const t = useWords(words)
  return (
    <div className={s.card}>
      <div className={s.who}>
        <Avatar person={person} size="l" />
        <div>
          <p className={s.name}>
            {person.name} <span className={s.post}>{person.post}</span>
          </p>
          <p className={s.note}>{person.division}</p>
          {person.presence && <p className={s.note}>{t(`presence.${person.presence}`)}</p>}
        </div>
      </div>
      {facts.length > 0 && (
        <dl className={s.facts}>
          {facts.map(({ label, value }) => (
            <div key={label} className={s.fact}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {children && <div className={s.acts}>{children}</div>}
    </div>
  )
}
