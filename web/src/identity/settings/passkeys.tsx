import { useQueryClient } from '@tanstack/react-query'
import { KeyRound, type LucideIcon } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { passkeysWork } from '@/kernel/passkey'
import { ago } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { TextField } from '@/kit/field'
import { Row, Rows } from '@/kit/list'
import { Problem } from '@/kit/problem'
import { toast, toastRefusal } from '@/kit/toast'
import { words } from '../words'
import { addPasskey, removePasskey } from './actions'
import { PASSKEYS, usePasskeys } from './state'

const FORM = 'add-passkey'

export function Passkeys() {
  const t = useWords(words)
  const client = useQueryClient()
  const passkeys = usePasskeys()
  async function remove(id: string) {
    try {
      await removePasskey(id)
      toast(t('settings.passkeyRemoved'))
    } catch (error) {
      toastRefusal(error)
    }
    await client.invalidateQueries({ queryKey: PASSKEYS })
  }
  if (passkeys.length === 0) return <Empty icon={KeyRound} title={t('settings.noPasskeys')} />
  return (
    <Rows>
      {passkeys.map(({ id, name, created_at, used_at }) => (
        <Row
          key={id}
          title={name}
          note={`${t('settings.made', { at: ago(created_at) })} · ${
            used_at ? t('settings.used', { at: ago(used_at) }) : t('settings.neverUsed')
          }`}
          end={
            <Button
              size="s"
              look="danger"
              aria-label={t('settings.removeNamed', { name })}
              onPress={() => void remove(id)}
            >
              {t('settings.remove')}
            </Button>
          }
        />
      ))}
    </Rows>
  )
}

export function AddPasskey({ icon }: { readonly icon: LucideIcon }) {
  const t = useWords(words)
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [waiting, setWaiting] = useState(false)
  async function add(event: FormEvent) {
    event.preventDefault()
    setWaiting(true)
    setError(null)
    try {
      if (!(await addPasskey(name.normalize('NFC').trim()))) return
      toast(t('settings.passkeyAdded'))
      setOpen(false)
      setName('')
      await client.invalidateQueries({ queryKey: PASSKEYS })
    } catch (refused) {
      setError(refused)
    } finally {
      setWaiting(false)
    }
  }
  return (
    <>
      <Button size="s" icon={icon} isDisabled={!passkeysWork()} onPress={() => setOpen(true)}>
        {t('settings.addPasskey')}
      </Button>
      <Dialog
        title={t('settings.addPasskey')}
        size="s"
        isOpen={open}
        onOpenChange={setOpen}
        footer={() => (
          <Button type="submit" form={FORM} look="primary" isPending={waiting}>
            {t('settings.addPasskey')}
          </Button>
        )}
      >
        <form id={FORM} onSubmit={event => void add(event)}>
          <TextField
            label={t('settings.passkeyName')}
            hint={t('settings.passkeyNameHint')}
            value={name}
            onChange={setName}
            autoFocus
            isRequired
          />
        </form>
        {error !== null && <Problem error={error} />}
      </Dialog>
    </>
  )
}
