/** Before a document with open suggestions is printed: how they appear on paper. */
import { useWords } from '@/kernel/i18n'
import { type Store, useStore } from '@/kernel/store'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Select } from '@/kit/field'
import { PRINTED, type Printed } from './printing'
import s from './setup-dialog.module.css'
import { words } from './words'

interface PrintDialogProps {
  readonly printed: Store<Printed>
  readonly onClose: () => void
}

const CLOSING_MS = 300

export function PrintDialog({ printed, onClose }: PrintDialogProps) {
  const t = useWords(words)
  const chosen = useStore(printed)
  function go() {
    onClose()
    // The dialog is not to be on paper.
    setTimeout(() => print(), CLOSING_MS)
  }
  return (
    <Dialog
      title={t('print')}
      size="s"
      isOpen
      onOpenChange={onClose}
      footer={() => (
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="primary" onPress={go}>
            {t('print')}
          </Button>
        </>
      )}
    >
      <div className={s.fields}>
        <p className={s.note}>{t('printNote')}</p>
        <Select
          label={t('suggested')}
          choices={PRINTED.map(id => ({ id, label: t(`printed.${id}`) }))}
          value={chosen}
          onChange={printed.set}
        />
      </div>
    </Dialog>
  )
}
