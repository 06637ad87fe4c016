/** The door on the document home: pick a file, or drop one on it. */
import { FileInput } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { toastRefusal } from '@/kit/toast'
import s from './formats.module.css'
import { ACCEPT, uploadImport } from './state'
import { words } from './words'

export function BringIn() {
  const t = useWords(words)
  const go = useNavigate()
  const field = useRef<HTMLInputElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [isOver, setOver] = useState(false)
  async function take(file: File | undefined) {
    if (!file || isBusy) return
    setBusy(true)
    try {
      const { id } = await uploadImport(file)
      await go(`/office/imports/${id}`)
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  function hover(event: DragEvent) {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button does the same
    <div
      className={s.drop}
      data-over={isOver}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Button icon={FileInput} isPending={isBusy} onPress={() => field.current?.click()}>
        {t('bring')}
      </Button>
      <span className={s.dropText}>
        {isBusy ? t('reading') : isOver ? t('dropHere') : t('bringNote')}
      </span>
      <input
        ref={field}
        type="file"
        accept={ACCEPT}
        aria-label={t('bring')}
        tabIndex={-1}
        className={s.hidden}
        onChange={({ currentTarget }) => {
          void take(currentTarget.files?.[0])
          currentTarget.value = ''
        }}
      />
    </div>
  )
}
