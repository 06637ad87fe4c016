/** 내 현장 기기: names and secrets for ODK Collect and its relatives. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, Plus, Smartphone } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button, LinkButton } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { TextField } from '@/kit/field'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Table } from '@/kit/table'
import { toast, toastRefusal } from '@/kit/toast'
import { PocketsCard } from '../pocket/office/card'
import s from './page.module.css'
import { addDevice, devices, type NewDevice, revoke } from './state'
import { words } from './words'

export function FieldDevices() {
  const t = useWords(words)
  const [isAdding, setAdding] = useState(false)
  return (
    <Page
      title={t('title')}
      note={t('note')}
      acts={
        <>
          <LinkButton icon={ArrowLeft} to="/field/sent">
            {t('back')}
          </LinkButton>
          <Button look="primary" icon={Plus} onPress={() => setAdding(true)}>
            {t('add')}
          </Button>
        </>
      }
    >
      <Boundary>
        <Shown />
      </Boundary>
      <PocketsCard />
      <Dialog title={t('add')} isOpen={isAdding} onOpenChange={setAdding} isDismissable={false}>
        {close => <Adding close={close} />}
      </Dialog>
    </Page>
  )
}

function Shown() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(devices)
  if (data.devices.length === 0)
    return <Empty icon={Smartphone} title={t('none')} note={t('noneNote')} />
  async function remove(id: string, name: string) {
    await revoke(id)
    toast(t('revoked', { name }))
  }
  return (
    <Table
      label={t('list')}
      items={data.devices}
      idOf={({ id }) => id}
      columns={[
        { id: 'name', label: t('name'), cell: ({ name }) => name },
        { id: 'user', label: t('user'), cell: ({ user_name }) => <code>{user_name}</code> },
        {
          id: 'seen',
          label: t('seen'),
          cell: ({ seen_at }) => (seen_at ? <Moment at={seen_at} /> : t('never')),
        },
        { id: 'until', label: t('until'), cell: ({ expires_at }) => <Moment at={expires_at} /> },
        {
          id: 'acts',
          label: t('acts'),
          cell: ({ id, name }) => (
            <Button size="s" onPress={() => void remove(id, name).catch(toastRefusal)}>
              {t('revoke')}
            </Button>
          ),
        },
      ]}
    />
  )
}

function Adding({ close }: { readonly close: () => void }) {
  const t = useWords(words)
  const [name, setName] = useState('')
  const [made, setMade] = useState<NewDevice | null>(null)
  const [isBusy, setBusy] = useState(false)
  async function add(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    await addDevice(name.trim()).then(setMade, toastRefusal)
    setBusy(false)
  }
  if (made) return <Once made={made} close={close} />
  return (
    <form className={s.form} onSubmit={event => void add(event)}>
      <TextField
        label={t('name')}
        hint={t('hint')}
        value={name}
        onChange={setName}
        maxLength={60}
        autoFocus
      />
      <Button type="submit" look="primary" isPending={isBusy} isDisabled={name.trim() === ''}>
        {t('add')}
      </Button>
    </form>
  )
}

function Once({ made, close }: { readonly made: NewDevice; readonly close: () => void }) {
  const t = useWords(words)
  return (
    <div className={s.form}>
      <p>
        <strong>{t('once')}</strong> {t('how')}
      </p>
      <dl className={s.facts}>
        <dt>{t('server')}</dt>
        <dd>
          <code>{made.server}</code>
        </dd>
        <dt>{t('user')}</dt>
        <dd>
          <code>{made.user_name}</code>
        </dd>
        <dt>{t('secret')}</dt>
        <dd>
          <code>{made.secret}</code>
        </dd>
      </dl>
      <Button look="primary" onPress={close}>
        {t('done')}
      </Button>
    </div>
  )
}
