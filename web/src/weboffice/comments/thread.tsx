/** One thread: the words it is about, what was said, and how it goes on. */
import { Check, Ellipsis, Pencil, RotateCcw, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { IconButton } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Menu, MenuItem } from '@/kit/menu'
import { Moment } from '@/kit/moment'
import { Avatar } from '@/kit/person'
import { toast, toastRefusal } from '@/kit/toast'
import { type Called, Composer } from './composer'
import s from './panel.module.css'
import { answer, type Comment, changeComment, settle, type Thread, withdraw } from './state'
import { words } from './words'

interface ThreadProps {
  readonly document: string
  readonly thread: Thread
  readonly names: ReadonlyMap<string, string>
  readonly isChosen: boolean
  readonly isGone: boolean
  readonly mayComment: boolean
  readonly onChoose: () => void
}

/** Who is only said in a file that was brought in is no person of this house. */
const isOutside = (author: string) => author.startsWith('~')

export function ThreadCard(props: ThreadProps) {
  const { document, thread, names, isChosen, isGone, mayComment, onChoose } = props
  const t = useWords(words)
  const isResolved = thread.resolved_by !== null
  async function resolve() {
    try {
      await settle(document, thread.id, !isResolved)
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <li className={cx(s.thread, isChosen && s.chosen)} data-thread={thread.id}>
      <div className={s.head}>
        <button type="button" className={s.quote} onClick={onChoose}>
          {thread.anchor.quote || t('nowhere')}
        </button>
        {mayComment && (
          <IconButton
            icon={isResolved ? RotateCcw : Check}
            label={isResolved ? t('reopen') : t('resolve')}
            onPress={() => void resolve()}
          />
        )}
      </div>
      {isGone && !isResolved && <p className={s.note}>{t('gone')}</p>}
      <ol className={s.said}>
        {thread.comments.map(comment => (
          <Said
            key={comment.id}
            place={{ document_id: document, thread_id: thread.id, comment_id: comment.id }}
            comment={comment}
            names={names}
          />
        ))}
      </ol>
      {thread.resolved_by !== null && (
        <p className={s.note}>
          {isOutside(thread.resolved_by)
            ? t('resolvedInFile')
            : t('resolvedBy', { name: names.get(thread.resolved_by) ?? '' })}
        </p>
      )}
      {mayComment && !isResolved && (
        <Composer
          label={t('answer')}
          send={t('sendAnswer')}
          onSend={wish => answer(document, thread.id, wish)}
        />
      )}
    </li>
  )
}

/** Who was called in stays so while their name stands in the words. */
function calledIn({ mentions }: Comment, names: ReadonlyMap<string, string>): Called[] {
  return mentions.flatMap(id => {
    const name = names.get(id)
    return name === undefined ? [] : [{ id, name }]
  })
}

function Said({
  place,
  comment,
  names,
}: {
  readonly place: Parameters<typeof withdraw>[0]
  readonly comment: Comment
  readonly names: ReadonlyMap<string, string>
}) {
  const t = useWords(words)
  const name = names.get(comment.author) ?? ''
  const isOwn = useSession().person.id === comment.author
  const [isChanging, setChanging] = useState(false)
  async function takeBack() {
    try {
      await withdraw(place)
      toast(t('tookBack'))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <li className={s.comment}>
      <Avatar person={{ id: comment.author, name }} size="s" />
      <div className={s.words}>
        <p className={s.who}>
          <strong>{name || t('unnamed')}</strong>
          {isOutside(comment.author) && <span>{t('brought')}</span>}
          <Moment at={comment.written_at} />
          {comment.changed_at && !comment.is_withdrawn && <span>{t('changed')}</span>}
        </p>
        {isChanging ? (
          <Composer
            label={t('write')}
            send={t('keep')}
            first={{ body: comment.body, called: calledIn(comment, names) }}
            autoFocus
            onCancel={() => setChanging(false)}
            onSend={async wish => {
              await changeComment(place, wish)
              setChanging(false)
            }}
          />
        ) : (
          <p className={comment.is_withdrawn ? s.note : s.body}>
            {comment.is_withdrawn ? t('withdrawn') : comment.body}
          </p>
        )}
      </div>
      {isOwn && !comment.is_withdrawn && !isChanging && (
        <Menu label={t('acts')} trigger={<IconButton icon={Ellipsis} label={t('acts')} />}>
          <MenuItem label={t('change')} icon={Pencil} onAction={() => setChanging(true)} />
          <MenuItem label={t('takeBack')} icon={Undo2} onAction={() => void takeBack()} />
        </Menu>
      )}
    </li>
  )
}
