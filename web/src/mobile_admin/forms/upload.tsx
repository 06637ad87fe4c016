import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { toast, toastRefusal } from '@/kit/toast'
import { ProblemList } from './problem-list'
import { type Problem, uploadSheet } from './state'
import { words } from './words'

interface Refused {
  readonly name: string
  readonly problems: readonly Problem[]
}

/** Chooses a workbook; what is wrong with it is shown place by place. */
export function UploadButton() {
  const t = useWords(words)
  const chooser = useRef<HTMLInputElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused | null>(null)
  async function take(file: File | undefined) {
    if (!file) return
    setBusy(true)
    try {
      const { title } = await uploadSheet(file)
      toast(t('uploaded', { title }))
    } catch (error) {
      const { code, facts } = asRefusal(error)
      if (code !== 'sheet_refused') toastRefusal(error)
      else setRefused({ name: file.name, problems: facts.problems as readonly Problem[] })
    }
    setBusy(false)
  }
  return (
    <>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".xlsx,.xlsm,.xls"
        aria-label={t('upload')}
        onChange={({ currentTarget }) => {
          void take(currentTarget.files?.[0])
          currentTarget.value = ''
        }}
      />
      <Button
        look="primary"
        icon={Upload}
        isPending={isBusy}
        onPress={() => chooser.current?.click()}
      >
        {t('upload')}
      </Button>
      <Dialog
        size="l"
        title={t('refused', { count: refused?.problems.length ?? 0 })}
        isOpen={refused !== null}
        onOpenChange={() => setRefused(null)}
      >
        <p>{t('refusedNote', { name: refused?.name ?? '' })}</p>
        <ProblemList label={t('message')} problems={refused?.problems ?? []} />
      </Dialog>
    </>
  )
}
