/** One message: who, what, when, and how many have not read it. */
import { Copy, EllipsisVertical, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useLanguage, useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { dateTime, time } from '@/kernel/time'
import { IconButton } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Menu, MenuItem } from '@/kit/menu'
import { Avatar } from '@/kit/person'
import { toast, toastRefusal } from '@/kit/toast'
import { type Card, type Message, nameIn, type People, RECALL_MS, type RoomView } from '../model'
import { words } from '../words'
import s from './bubble.module.css'
import { DocumentCard } from './card'
import { Readers } from './readers'
import { recall } from './talks'
import { Words } from './words'

interface BubbleProps {
  readonly message: Message
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly view: RoomView
  readonly people: People
  readonly cards: ReadonlyMap<string, Card>
}

export function Bubble({ message, isFirst, isLast, view, people, cards }: BubbleProps) {
  const { person: me } = useSession()
  const wanted = useLanguage()
  const [isArmed, arm] = useState(false)
  const isMine = message.sender === me.id
  const sender = people.get(message.sender)
  return (
    <li
      className={cx(s.row, isMine && s.mine, isFirst && s.first)}
      data-message={message.seq}
      tabIndex={-1}
      onPointerEnter={() => arm(true)}
      onFocus={() => arm(true)}
    >
      {!isMine && <span className={s.face}>{isFirst && sender && <Avatar person={sender} />}</span>}
      <div className={s.column}>
        {isFirst && !isMine && (
          <p className={s.sender}>
            {nameIn(wanted, people, message.sender)} <span>{sender?.post}</span>
          </p>
        )}
        <div className={s.line}>
          <Said message={message} cards={cards} isMine={isMine} />
          <span className={s.aside}>
            <Readers message={message} members={view.members} people={people} />
            {isLast && (
              <time dateTime={message.at} title={dateTime(message.at)}>
                {time(message.at)}
              </time>
            )}
          </span>
          <span className={s.acts} data-acts>
            {isArmed && !message.is_recalled && (
              <Acts message={message} room={view.room.id} isMine={isMine} />
            )}
          </span>
        </div>
      </div>
    </li>
  )
}

interface SaidProps {
  readonly message: Message
  readonly cards: BubbleProps['cards']
  readonly isMine: boolean
}

function Said({ message, cards, isMine }: SaidProps) {
  const t = useWords(words)
  if (message.is_recalled) {
    return <span className={cx(s.said, s.recalled)}>{t('thread.recalled')}</span>
  }
  return (
    <div className={cx(s.said, isMine && s.own, message.card && s.holdsCard)}>
      {message.card && <DocumentCard card={cards.get(message.card.id)} />}
      {message.body && <Words text={message.body} />}
    </div>
  )
}

interface ActsProps {
  readonly message: Message
  readonly room: string
  readonly isMine: boolean
}

function Acts({ message, room, isMine }: ActsProps) {
  const t = useWords(words)
  const mayRecall = isMine && Date.now() - Date.parse(message.at) < RECALL_MS
  async function takeBack() {
    try {
      await recall(room, message.seq)
      toast(t('thread.recalledDone'))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <Menu
      label={t('thread.acts')}
      trigger={<IconButton icon={EllipsisVertical} label={t('thread.acts')} excludeFromTabOrder />}
    >
      <MenuItem
        label={t('thread.copy')}
        icon={Copy}
        onAction={() => {
          void navigator.clipboard.writeText(message.body).then(() => toast(t('thread.copied')))
        }}
      />
      {mayRecall && (
        <MenuItem
          label={t('thread.recall')}
          note={t('thread.recallNote')}
          icon={Undo2}
          tone="danger"
          onAction={() => void takeBack()}
        />
      )}
    </Menu>
  )
}
