/** 새 대화 (M03): with whom, and when a document came along, where to. */
import { useState } from 'react'
import { useLanguage, useWords } from '@/kernel/i18n'
import { TextField } from '@/kit/field'
import { PickList } from '@/kit/list'
import { openRoom } from '../rooms/actions'
import { RoomFace, useRoomPresence } from '../rooms/list'
import { useInbox, useRoomName } from '../rooms/state'
import { words } from '../words'
import { PeopleDialog } from './dialog'
import s from './new-room.module.css'

const RECENT = 3

interface NewRoomProps {
  readonly document: string | null
  readonly onOpen: (room: string) => void
  readonly onClose: () => void
}

export function NewRoom({ document, onOpen, onClose }: NewRoomProps) {
  const t = useWords(words)
  useLanguage()
  const [name, setName] = useState('')
  return (
    <PeopleDialog
      title={t(document ? 'picker.titleDocument' : 'picker.title')}
      {...(document ? { head: <Recent onOpen={onOpen} /> } : {})}
      without={[]}
      actLabel={count => {
        if (count === 0) return t('picker.open')
        return count === 1 && name === '' ? t('picker.direct') : t('picker.group', { count })
      }}
      onClose={onClose}
      onAct={async people => onOpen(await openRoom(people, name))}
      more={chosen =>
        chosen.size > 1 && (
          <TextField
            label={t('room.name')}
            hint={t('room.nameHint')}
            value={name}
            onChange={setName}
          />
        )
      }
    />
  )
}

/** Most documents go where one talked last. */
function Recent({ onOpen }: Pick<NewRoomProps, 'onOpen'>) {
  const t = useWords(words)
  const name = useRoomName()
  const { data } = useInbox()
  const presence = useRoomPresence(data?.rooms.slice(0, RECENT) ?? [])
  if (!data || data.rooms.length === 0) return null
  return (
    <section className={s.recent}>
      <h3 className={s.title}>{t('picker.recent')}</h3>
      <PickList
        label={t('picker.recent')}
        items={data.rooms.slice(0, RECENT)}
        idOf={room => room.id}
        textOf={room => name(room, data.people)}
        onOpen={room => onOpen(room.id)}
      >
        {room => <RoomFace room={room} people={data.people} presence={presence} />}
      </PickList>
      <h3 className={s.title}>{t('picker.orNew')}</h3>
    </section>
  )
}
