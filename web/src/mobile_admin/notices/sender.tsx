/** In whose name the division sends; its head says it once. */
import { useQuery } from '@tanstack/react-query'
import { PenLine } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { TextField } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import s from './notices.module.css'
import { type Sending, sender, setSender } from './state'
import { words } from './words'

const BLANK: Sending = {
  office_code: '',
  name: '',
  address: '',
  homepage: '',
  phone: '',
  email: '',
}

export function SenderButton({ isFirst = false }: { readonly isFirst?: boolean }) {
  const t = useWords(words)
  const { data } = useQuery(sender)
  const [isOpen, setOpen] = useState(false)
  if (!data?.may_change) return null
  return (
    <>
      <Button look={isFirst ? 'primary' : 'secondary'} icon={PenLine} onPress={() => setOpen(true)}>
        {t(data.sender ? 'sender' : 'setSender')}
      </Button>
      <Dialog title={t('sender')} isOpen={isOpen} onOpenChange={setOpen} isDismissable={false}>
        {close => <Form known={data.sender ?? BLANK} close={close} />}
      </Dialog>
    </>
  )
}

function Form({ known, close }: { readonly known: Sending; readonly close: () => void }) {
  const t = useWords(words)
  const [said, setSaid] = useState(known)
  const [isBusy, setBusy] = useState(false)
  const put = (part: Partial<Sending>) => setSaid(before => ({ ...before, ...part }))
  async function save() {
    setBusy(true)
    await setSender(said).then(() => {
      toast(t('saved'))
      close()
    }, toastRefusal)
    setBusy(false)
  }
  return (
    <div className={s.stack}>
      <TextField
        label={t('senderName')}
        hint={t('senderNameHint')}
        value={said.name}
        onChange={name => put({ name })}
      />
      <TextField
        label={t('officeCode')}
        hint={t('officeCodeHint')}
        inputMode="numeric"
        maxLength={7}
        value={said.office_code}
        onChange={office_code => put({ office_code })}
      />
      {(['address', 'homepage', 'phone', 'email'] as const).map(name => (
        <TextField
          key={name}
          label={t(name)}
          value={said[name] ?? ''}
          onChange={value => put({ [name]: value })}
        />
      ))}
      <Button look="primary" isPending={isBusy} onPress={() => void save()}>
        {t('save')}
      </Button>
    </div>
  )
}
