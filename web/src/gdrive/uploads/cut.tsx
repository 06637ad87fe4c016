/** Uploads of an earlier page or another browser: they go on when the same file is chosen again. */
import { CloudUpload, X } from 'lucide-react'
import { useRef } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { bytes } from '@/kernel/text'
import { Button, IconButton } from '@/kit/button'
import { toastRefusal } from '@/kit/toast'
import { FilePicker } from '../file-picker'
import type { CutUpload } from '../model'
import { refreshDrive, useCutUploads } from '../state'
import { words } from '../words'
import { add, uploads } from './queue'
import s from './tray.module.css'
import { cancel } from './wire'

const BASE = '/api/drive/uploads/'

/** Those that this page does not carry itself. */
export function useLeftOver(): readonly CutUpload[] {
  const ours = new Set(useStore(uploads).map(({ upload }) => upload))
  return useCutUploads().filter(({ id }) => !ours.has(BASE + id))
}

export function LeftOver({ upload }: { readonly upload: CutUpload }) {
  const t = useWords(words)
  const picker = useRef<HTMLInputElement>(null)
  async function giveUp() {
    try {
      await cancel(BASE + upload.id)
    } catch (error) {
      toastRefusal(error)
    }
    await refreshDrive()
  }
  return (
    <div className={s.leftOver}>
      <CloudUpload size={18} aria-hidden />
      <span className={s.leftOverWords}>
        {upload.name}
        <span className={s.leftOverNote}>
          {t('upload.paused', { sent: bytes(upload.offset_bytes) })}
        </span>
      </span>
      <Button size="s" onPress={() => picker.current?.click()}>
        {t('upload.again')}
      </Button>
      <IconButton icon={X} label={t('upload.cancel')} onPress={() => void giveUp()} />
      <FilePicker ref={picker} single onPick={picked => add(upload.target_id, picked)} />
    </div>
  )
}
