/** Where words of a footnote lead. */
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { TextField } from '@/kit/field'
import { isSafeLink } from '../text/schema'
import { words } from './words'

interface LinkDialogProps {
  readonly onDone: (href: string) => void
  readonly onClose: () => void
}

export function LinkDialog({ onDone, onClose }: LinkDialogProps) {
  const t = useWords(words)
  const [text, set] = useState('')
  const said = text.trim()
  const href = said === '' || /^[a-z]+:|^\//i.test(said) ? said : `https://${said}`
  const isFit = href === '' || isSafeLink(href)
  return (
    <Dialog
      title={t('link')}
      isOpen
      onOpenChange={onClose}
      footer={() => (
        <Button look="primary" isDisabled={!isFit} onPress={() => onDone(href)}>
          {t('apply')}
        </Button>
      )}
    >
      <TextField
        label={t('address')}
        hint={t('addressHint')}
        value={text}
        onChange={set}
        autoFocus
        error={isFit ? null : t('badAddress')}
      />
    </Dialog>
  )
}
