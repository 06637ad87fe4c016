/** Files by way of the drive; the panel comes when it is opened. */
import { FolderSync } from 'lucide-react'
import { lazy } from 'react'
import { useWords } from '@/kernel/i18n'
import type { Part } from '../chrome/part'
import { words } from './files.words'

export const files: Part = {
  id: 'files',
  order: 45,
  useFace() {
    return { icon: FolderSync, label: useWords(words)('files') }
  },
  Panel: lazy(async () => ({ default: (await import('./files-panel')).FilesPanel })),
}
