import { useQueryClient } from '@tanstack/react-query'
import { KeyRound, type LucideIcon } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { passkeysWork } from '@/kernel/passkey'
import { asRefusal } from '@/kernel/refusal'
import { ago } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { TextField } from '@/kit/field'
import { Row, Rows } from '@/kit/list'
import { Problem } from '@/kit/problem'
import { toast, toastRefusal } from '@/kit/toast'
import { Confirm } from '../signin/confirm'
import { words } from '../words'
import { addPasskey, removePasskey } from './actions'
import { PASSKEYS, usePasskeys } from './state'

const FORM = 'add-passkey'

/** A passkey outlives the session: whoever finds the page open adds none and takes none away. */
const isProofWanted = (error: unknown): boolean =>
  error !== null && asRefusal(error).code === 'proof_too_old'

export function Passkeys() {
  const t = useWords(words)
  const client = useQueryClient()
  const passkeys = usePasskeys()
  const [unproved, setUnproved] = useState<string | null>(null)
  async function remove(id: string) {
    setUnproved(null)
    try {
      await removePasskey(id)
      toast(t('settings.passkeyRemoved'))
    } catch (error) {
      if (isProofWanted(error)) setUnproved(id)
      else toastRefusal(error)
    }
    await client.invalidateQueries({ queryKey: PASSKEYS })
  }
  if (passkeys.length === 0) return <Empty icon={KeyRound} title={t('settings.noPasskeys')} />
  return (
    <>
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
      <Dialog
        title={t('settings.prove')}
        size="s"
        isOpen={unproved !== null}
        onOpenChange={isOpen => !isOpen && setUnproved(null)}
      >
        <p>{t('settings.proveNote')}</p>
        <Confirm act={t('settings.remove')} onDone={() => unproved && void remove(unproved)} />
      </Dialog>
    </>
  )
}

export function AddPasskey({ icon }: { readonly icon: LucideIcon }) {
  const t = useWords(words)
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [waiting, setWaiting] = useState(false)
  const isUnproved = isProofWanted(error)
  function submit(event: FormEvent) {
    event.preventDefault()
    void add()
  }
  async function add() {
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
        title={t(isUnproved ? 'settings.prove' : 'settings.addPasskey')}
        size="s"
        isOpen={open}
        onOpenChange={isOpen => {
          setOpen(isOpen)
          setError(null)
        }}
        footer={() =>
          isUnproved ? null : (
            <Button type="submit" form={FORM} look="primary" isPending={waiting}>
              {t('settings.addPasskey')}
            </Button>
          )
        }
      >
        {isUnproved ? (
          <>
            <p>{t('settings.proveNote')}</p>
            <Confirm act={t('settings.addPasskey')} onDone={() => void add()} />
          </>
        ) : (
          <form id={FORM} onSubmit={submit}>
            <TextField
              label={t('settings.passkeyName')}
              hint={t('settings.passkeyNameHint')}
              value={name}
              onChange={setName}
              autoFocus
              isRequired
            />
          </form>
        )}
        {error !== null && !isUnproved && <Problem error={error} />}
      </Dialog>
    </>
  )
}
