/** The document that goes with the next message, and who of the room could not read it. */
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useLanguage, useWords } from '@/kernel/i18n'
import { Button, IconButton } from '@/kit/button'
import { Problem } from '@/kit/problem'
import { toastRefusal } from '@/kit/toast'
import { type CardRef, nameIn, peopleOf } from '../model'
import { share, sharingOf } from '../rooms/actions'
import { useRoom } from '../rooms/state'
import { words } from '../words'
import { DocumentCard } from './card'
import s from './composer.module.css'
import { useDocument } from './documents'

const NAMED = 3

/** Not asked while nothing is attached. */
export function useSharing(room: string, card: CardRef | null) {
  return useQuery({
    queryKey: ['messenger', 'sharing', room, card?.id],
    queryFn: () => (card ? sharingOf(room, card) : null),
    enabled: card !== null,
    staleTime: 0,
  })
}

interface AttachedProps {
  readonly room: string
  readonly card: CardRef
  readonly onSend: () => void
  readonly onRemove: () => void
}

export function Attached({ room, card, onSend, onRemove }: AttachedProps) {
  const t = useWords(words)
  const described = useDocument(card.id)
  const { data, error, refetch } = useSharing(room, card)
  async function shareAndSend() {
    try {
      await share(room, card)
      onSend()
    } catch (refused) {
      toastRefusal(refused)
    }
  }
  return (
    <div className={s.attached}>
      <div className={s.attachedHead}>
        <DocumentCard card={described} />
        <IconButton icon={X} label={t('card.remove')} onPress={onRemove} />
      </div>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!error && !data && <p className={s.note}>{t('card.wait')}</p>}
      {data && data.lacking.length > 0 && (
        <Lacking room={room} ids={data.lacking} mayGrant={data.may_grant} />
      )}
      {data && data.lacking.length > 0 && (
        <div className={s.acts}>
          <Button onPress={onSend}>{t('card.plain')}</Button>
          {data.may_grant && (
            <Button look="primary" onPress={() => void shareAndSend()}>
              {t('card.share')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

interface LackingProps {
  readonly room: string
  readonly ids: readonly string[]
  readonly mayGrant: boolean
}

function Lacking({ room, ids, mayGrant }: LackingProps) {
  const t = useWords(words)
  const wanted = useLanguage()
  const people = peopleOf(useRoom(room).data?.people ?? [])
  const named = ids
    .slice(0, NAMED)
    .map(id => nameIn(wanted, people, id))
    .join(', ')
  const more = ids.length - NAMED
  const names = more > 0 ? t('rooms.others', { names: named, count: more }) : named
  return (
    <p className={s.note} role="status">
      {t(mayGrant ? 'card.lacking' : 'card.lackingFixed', { names })}
    </p>
  )
}
