import { Upload } from 'lucide-react'
import { useRef } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { toast } from '@/kit/toast'
import { useBringing } from './bringing'
import { words } from './words'

const BOOK = /\.(xlsx|xlsm|xls|zip)$/i
export const FILES = '.csv,.geojson,.xml,image/*,audio/*,video/*'

/** Chooses a workbook with its files; what is wrong is shown place by place. */
export function UploadButton() {
  const t = useWords(words)
  const chooser = useRef<HTMLInputElement>(null)
  const { isBusy, put, book, told } = useBringing()
  async function take(files: readonly File[]) {
    if (files.length === 0) return
    const books = files.filter(({ name }) => BOOK.test(name))
    const [first, second] = books
    if (first === undefined || second !== undefined) return toast(t('chooseOne'))
    const form = await book(first)
    if (form === null) return
    toast(t('uploaded', { title: form.title }))
    if (form.strange.length > 0) toast(t('strange', { names: form.strange.join(', ') }))
    const rest = files.filter(file => file !== first)
    const version = form.versions[0]?.version
    if (rest.length > 0 && version !== undefined) await put(form.id, version, rest)
  }
  return (
    <>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept={`.xlsx,.xlsm,.xls,.zip,${FILES}`}
        aria-label={t('upload')}
        onChange={({ currentTarget }) => {
          void take([...(currentTarget.files ?? [])])
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
      {told}
    </>
  )
}
