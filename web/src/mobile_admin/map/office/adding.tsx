import { FileUp } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Select, TextField } from '@/kit/field'
import { Progress } from '@/kit/progress'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { addLayer, KINDS, type LayerKind } from './state'
import { words } from './words'

interface AddingProps {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly largest: number
}

export function Adding({ isOpen, onOpenChange, largest }: AddingProps) {
  const t = useWords(words)
  return (
    <Dialog title={t('add')} isOpen={isOpen} onOpenChange={onOpenChange} isDismissable={false}>
      {close => <Sheet close={close} largest={largest} />}
    </Dialog>
  )
}

function Sheet({ close, largest }: { readonly close: () => void; readonly largest: number }) {
  const t = useWords(words)
  const chooser = useRef<HTMLInputElement>(null)
  const [kind, setKind] = useState<LayerKind>('roads')
  const [source, setSource] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [share, setShare] = useState<number | null>(null)
  const most = Math.round(largest / (1 << 20))
  const isLarge = file !== null && file.size > largest
  async function send(event: FormEvent) {
    event.preventDefault()
    if (file === null || isLarge) return
    setShare(0)
    const wish = { kind, source: source.trim(), file }
    await addLayer(wish, setShare).then(() => {
      toast(t('added', { name: file.name }))
      close()
    }, toastRefusal)
    setShare(null)
  }
  return (
    <form className={s.form} onSubmit={event => void send(event)}>
      <Select
        label={t('kind')}
        hint={t(`hints.${kind}`)}
        choices={KINDS.map(id => ({ id, label: t(`kinds.${id}`) }))}
        value={kind}
        onChange={setKind}
      />
      <div className={s.file}>
        <input
          ref={chooser}
          type="file"
          hidden
          accept=".zip,.geojson,.json,application/zip,application/geo+json"
          aria-label={t('file')}
          onChange={({ currentTarget }) => {
            setFile(currentTarget.files?.[0] ?? null)
            currentTarget.value = ''
          }}
        />
        <Button icon={FileUp} onPress={() => chooser.current?.click()}>
          {t('choose')}
        </Button>
        <span role="status">{file?.name ?? t('noFile')}</span>
      </div>
      <p className={s.hint}>{t('how', { most })}</p>
      {isLarge && (
        <p role="alert" className={s.wrong}>
          {t('tooLarge', { most })}
        </p>
      )}
      <TextField
        label={t('source')}
        hint={t('sourceHint')}
        value={source}
        onChange={setSource}
        maxLength={80}
      />
      {share !== null && <Progress label={t('sending')} value={100 * share} />}
      <Button
        type="submit"
        look="primary"
        isPending={share !== null}
        isDisabled={file === null || isLarge}
      >
        {t('add')}
      </Button>
    </form>
  )
}
