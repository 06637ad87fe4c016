/** The number of those who have not read, and behind it who has. */

import { useLanguage, useWords } from '@/kernel/i18n'
import { Button as PlainButton } from '@/kit/button'
import { Avatar } from '@/kit/person'
import { Popover } from '@/kit/popover'
import { type Member, type Message, nameIn, type People } from '../model'
import { words } from '../words'
import { readersOf } from './log'
import s from './readers.module.css'

interface ReadersProps {
  readonly message: Message
  readonly members: readonly Member[]
  readonly people: People
}

export function Readers({ message, members, people }: ReadersProps) {
  const t = useWords(words)
  const { read, notRead } = readersOf(message, members)
  if (message.is_recalled || notRead.length === 0) return null
  return (
    <Popover
      label={t('thread.readers')}
      placement="top"
      trigger={
        <PlainButton
          look="quiet"
          size="s"
          excludeFromTabOrder
          aria-label={t('thread.unread', { count: notRead.length })}
        >
          <span className={s.number}>{notRead.length}</span>
        </PlainButton>
      }
    >
      <div className={s.lists}>
        <Names
          title={t('thread.notRead', { count: notRead.length })}
          of={notRead}
          people={people}
        />
        <Names title={t('thread.haveRead', { count: read.length })} of={read} people={people} />
      </div>
    </Popover>
  )
}

interface NamesProps {
  readonly title: string
  readonly of: readonly Member[]
  readonly people: People
}

function Names({ title, of, people }: NamesProps) {
  const wanted = useLanguage()
  if (of.length === 0) return null
  return (
    <section>
      <h3 className={s.title}>{title}</h3>
      <ul className={s.names}>
        {of.map(({ person }) => {
          const found = people.get(person)
          return (
            <li key={person} className={s.name}>
              {found && <Avatar person={found} size="s" />}
              {nameIn(wanted, people, person)}
              <span className={s.post}>{found?.post}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
