/** The door in the toolbar: a picture from this computer or from the drive. */
import { FolderOpen, ImagePlus, MonitorUp } from 'lucide-react'
import { Suspense, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { part } from '@/kernel/part'
import { IconButton } from '@/kit/button'
import { Menu, MenuItem } from '@/kit/menu'
import type { DocumentSession } from '../text/session'
import { insertFiles } from './insert'
import s from './menu.module.css'
import { ACCEPT } from './model'
import { words } from './words'

const DriveDialog = part(async () => (await import('./drive-dialog')).DriveDialog)

export function PictureMenu({ session }: { readonly session: DocumentSession }) {
  const t = useWords(words)
  const field = useRef<HTMLInputElement>(null)
  const [isDriveOpen, openDrive] = useState(false)
  function take(files: readonly File[]) {
    const { editor, pictures } = session
    editor?.settle()
    if (editor && files.length > 0) void insertFiles(editor.view, pictures, files)
  }
  return (
    <>
      <Menu label={t('picture')} trigger={<IconButton icon={ImagePlus} label={t('picture')} />}>
        <MenuItem
          label={t('fromComputer')}
          icon={MonitorUp}
          onAction={() => field.current?.click()}
        />
        <MenuItem label={t('fromDrive')} icon={FolderOpen} onAction={() => openDrive(true)} />
      </Menu>
      <input
        ref={field}
        type="file"
        multiple
        accept={ACCEPT}
        aria-label={t('choose')}
        tabIndex={-1}
        className={s.hidden}
        onChange={({ currentTarget }) => {
          take([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
      {isDriveOpen && (
        <Suspense fallback={null}>
          <DriveDialog onTake={file => take([file])} onClose={() => openDrive(false)} />
        </Suspense>
      )}
    </>
  )
}
