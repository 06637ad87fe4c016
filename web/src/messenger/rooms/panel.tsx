/** About a room: its members and who of them is there, its name, and the way out. */
import { LogOut, Pencil, Pin, PinOff, UserPlus, X } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { FullPersonCard } from '@/identity/people/card'
import { useLanguage, useWords } from '@/kernel/i18n'
import { usePresence } from '@/kernel/presence'
import { Button, IconButton } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { TextField } from '@/kit/field'
import { AvatarButton } from '@/kit/person'
import { Popover } from '@/kit/popover'
import { toastRefusal } from '@/kit/toast'
import { nameIn, type People, type RoomView } from '../model'
import { PeopleDialog } from '../people/dialog'
import { useLivePresence } from '../people/presence'
import { words } from '../words'
import { invite, leave, pin, rename } from './actions'
import s from './panel.module.css'

interface PanelProps {
  readonly view: RoomView
  readonly people: People
  readonly onClose: () => void
}

export function RoomPanel({ view, people, onClose }: PanelProps) {
  const t = useWords(words)
  const { room } = view
  return (
    <div className={s.panel}>
      <div className={s.head}>
        <h2 className={s.title}>{t('room.info')}</h2>
        <IconButton icon={X} label={t('room.close')} onPress={onClose} />
      </div>
      <div className={s.acts}>
        <Button
          icon={room.is_pinned ? PinOff : Pin}
          onPress={() => void pin(room.id, !room.is_pinned).catch(toastRefusal)}
        >
          {t(room.is_pinned ? 'room.unpin' : 'room.pin')}
        </Button>
        {room.kind === 'group' && <GroupActs view={view} />}
      </div>
      <h3 className={s.subtitle}>{t('room.members', { count: view.members.length })}</h3>
      <Members view={view} people={people} />
    </div>
  )
}

function Members({ view, people }: Pick<PanelProps, 'view' | 'people'>) {
  const t = useWords(words)
  const wanted = useLanguage()
  const ids = view.members.map(({ person }) => person)
  useLivePresence(ids)
  const presence = usePresence(ids)
  return (
    <ul className={s.members}>
      {ids.map(id => {
        const found = people.get(id)
        const state = presence.get(id)
        const name = nameIn(wanted, people, id)
        if (!found) return null
        return (
          <li key={id} className={s.member}>
            <Popover
              label={name}
              trigger={<AvatarButton person={{ ...found, presence: state }} label={name} />}
            >
              <FullPersonCard id={id} />
            </Popover>
            <span className={s.words}>
              <span className={s.name}>
                {name} <span className={s.post}>{found.post}</span>
              </span>
              <span className={s.note}>
                {found.division}
                {state && ` · ${t(`presence.${state}`)}`}
              </span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function GroupActs({ view }: { readonly view: RoomView }) {
  const t = useWords(words)
  const [open, setOpen] = useState<'name' | 'invite' | 'leave' | null>(null)
  const { room } = view
  const close = () => setOpen(null)
  return (
    <>
      <Button icon={UserPlus} onPress={() => setOpen('invite')}>
        {t('room.invite')}
      </Button>
      <Button icon={Pencil} onPress={() => setOpen('name')}>
        {t('room.rename')}
      </Button>
      <Button icon={LogOut} onPress={() => setOpen('leave')}>
        {t('room.leave')}
      </Button>
      {open === 'name' && <NameDialog room={room.id} name={room.name} onClose={close} />}
      {open === 'leave' && <LeaveDialog room={room.id} onClose={close} />}
      {open === 'invite' && (
        <PeopleDialog
          title={t('room.inviteTitle')}
          note={t('room.inviteNote')}
          without={view.members.map(({ person }) => person)}
          actLabel={count => (count > 0 ? t('picker.invite', { count }) : t('picker.inviteNone'))}
          onClose={close}
          onAct={async people => {
            await invite(room.id, people)
            close()
          }}
        />
      )}
    </>
  )
}

interface NameDialogProps {
  readonly room: string
  readonly name: string
  readonly onClose: () => void
}

function NameDialog({ room, name, onClose }: NameDialogProps) {
  const t = useWords(words)
  const [wanted, want] = useState(name)
  async function save() {
    try {
      await rename(room, wanted)
      onClose()
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <Dialog
      title={t('room.rename')}
      size="s"
      isOpen
      onOpenChange={open => !open && onClose()}
      footer={() => (
        <>
          <Button onPress={onClose}>{t('room.cancel')}</Button>
          <Button look="primary" onPress={() => void save()}>
            {t('room.save')}
          </Button>
        </>
      )}
    >
      <TextField
        label={t('room.name')}
        hint={t('room.nameHint')}
        value={wanted}
        onChange={want}
        autoFocus
      />
    </Dialog>
  )
}

function LeaveDialog({ room, onClose }: Omit<NameDialogProps, 'name'>) {
  const t = useWords(words)
  const navigate = useNavigate()
  async function go() {
    // The page goes first, so that it does not ask for what is closed to it a moment later.
    void navigate('/messenger')
    try {
      await leave(room)
    } catch (error) {
      toastRefusal(error)
      void navigate(`/messenger/${room}`)
    }
  }
  return (
    <Dialog
      title={t('room.leaveTitle')}
      size="s"
      isOpen
      onOpenChange={open => !open && onClose()}
      footer={() => (
        <>
          <Button onPress={onClose}>{t('room.cancel')}</Button>
          <Button look="danger" onPress={() => void go()}>
            {t('room.leave')}
          </Button>
        </>
      )}
    >
      <p>{t('room.leaveNote')}</p>
    </Dialog>
  )
}
