/** Bringing leave: a file of the attendance system, or its lines. */
import { FileUp, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { TextArea } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { toast } from '@/kit/toast'
import s from './calendar.module.css'
import { type Taken, takeLeaves } from './state'
import { words } from './words'

const SHOWN_LINES = 10

export function LeaveSheet() {
  const t = useWords(words)
  const file = useRef<HTMLInputElement>(null)
  const [sheet, write] = useState('')
  const [error, refuse] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  async function take(close: () => void) {
    setBusy(true)
    refuse(null)
    try {
      tell(await takeLeaves(sheet))
      write('')
      close()
    } catch (refusal) {
      refuse(refusal)
    } finally {
      setBusy(false)
    }
  }
  function tell({ leaves, people, unknown }: Taken) {
    const lines = unknown.slice(0, SHOWN_LINES).join(', ')
    const left = unknown.length > 0 ? ` ${t('unknown', { count: unknown.length, lines })}` : ''
    toast(`${t('taken', { leaves, people })}${left}`)
  }
  return (
    <DialogButton
      title={t('leave')}
      isDismissable={false}
      trigger={
        <Button size="s" icon={Upload}>
          {t('leave')}
        </Button>
      }
      footer={close => (
        <AskFoot
          leave={close}
          look="primary"
          isPending={isBusy}
          isDisabled={sheet.trim() === ''}
          onPress={() => void take(close)}
        >
          {t('take')}
        </AskFoot>
      )}
    >
      <div className={s.form}>
        <p>{t('leaveNote')}</p>
        <div>
          <input
            ref={file}
            type="file"
            accept=".csv,text/csv,text/plain"
            aria-label={t('file')}
            hidden
            onChange={({ target }) => void target.files?.[0]?.text().then(write)}
          />
          <Button icon={FileUp} onPress={() => file.current?.click()}>
            {t('file')}
          </Button>
        </div>
        <TextArea
          label={t('sheet')}
          hint={t('sheetHint')}
          rows={6}
          value={sheet}
          onChange={write}
        />
        {error !== null && <Problem error={error} />}
      </div>
    </DialogButton>
  )
}
