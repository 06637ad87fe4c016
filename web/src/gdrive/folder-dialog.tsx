import { type FormEvent, type ReactNode, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { TextField } from '@/kit/field'
import { createFolder } from './actions'
import s from './form.module.css'
import { words } from './words'

interface FolderDialogProps {
  readonly parent: string
  readonly isOpen: boolean
  readonly onOpenChange: (open: boolean) => void
}

export function FolderDialog({ parent, isOpen, onOpenChange }: FolderDialogProps) {
  const t = useWords(words)
  return (
    <Dialog
      title={t('create.folder')}
      size="s"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={false}
    >
      {close => <FolderForm parent={parent} close={close} />}
    </Dialog>
  )
}

function FolderForm({ parent, close }: { readonly parent: string; readonly close: () => void }) {
  const t = useWords(words)
  const textOf = useRefusalText()
  const [name, type] = useState('')
  const [refusal, refuse] = useState<Refusal | null>(null)
  const [isMaking, making] = useState(false)
  async function make(event: FormEvent) {
    event.preventDefault()
    making(true)
    try {
      await createFolder(parent, name)
      close()
    } catch (error) {
      refuse(asRefusal(error))
    } finally {
      making(false)
    }
  }
  return (
    <form onSubmit={event => void make(event)}>
      <TextField
        label={t('create.folderName')}
        value={name}
        onChange={type}
        autoFocus
        isRequired
        error={refusal && textOf(refusal)}
      />
      <FormActs>
        <Button onPress={close}>{t('act.cancel')}</Button>
        <Button type="submit" look="primary" isPending={isMaking} isDisabled={name.trim() === ''}>
          {t('create.make')}
        </Button>
      </FormActs>
    </form>
  )
}

export function FormActs({ children }: { readonly children: ReactNode }) {
  return <div className={s.acts}>{children}</div>
}
