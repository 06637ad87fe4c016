/** Gives a version a name, another one, or none. */
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { TextField } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import { nameVersion, unnameVersion } from './state'
import type { Version } from './versions'
import { words } from './words'

const LONGEST = 80

interface NameDialogProps {
  readonly id: string
  readonly version: Version
  readonly onClose: () => void
}

export function NameDialog({ id, version, onClose }: NameDialogProps) {
  const t = useWords(words)
  const [name, setName] = useState(version.name ?? '')
  const [isBusy, setBusy] = useState(false)
  async function act(work: () => Promise<void>, done?: string) {
    setBusy(true)
    try {
      await work()
      if (done) toast(done)
      onClose()
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  const wanted = name.trim()
  const keep = () =>
    wanted
      ? act(() => nameVersion(id, version.seq, wanted), t('named', { name: wanted }))
      : Promise.resolve()
  return (
    <Dialog
      title={version.name ? t('rename') : t('nameIt')}
      size="s"
      isOpen
      isDismissable={false}
      onOpenChange={open => {
        if (!open) onClose()
      }}
      footer={() => (
        <>
          {version.name && (
            <Button
              look="quiet"
              isDisabled={isBusy}
              onPress={() => void act(() => unnameVersion(id, version.seq))}
            >
              {t('unname')}
            </Button>
          )}
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            isDisabled={!wanted}
            isPending={isBusy}
            onPress={() => void keep()}
          >
            {t('keepName')}
          </Button>
        </>
      )}
    >
      <form
        onSubmit={event => {
          event.preventDefault()
          void keep()
        }}
      >
        <TextField
          label={t('name')}
          placeholder={t('namePlaceholder')}
          value={name}
          onChange={setName}
          maxLength={LONGEST}
          autoFocus
        />
      </form>
    </Dialog>
  )
}
