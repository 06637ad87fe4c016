/** What can be made here: a document, a folder, a file from this computer. */
import { FilePlus2, FolderPlus, Plus, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Menu, MenuItem } from '@/kit/menu'
import { toastRefusal } from '@/kit/toast'
import { createDocument } from './actions'
import { FilePicker } from './file-picker'
import { FolderDialog } from './folder-dialog'
import { addressOf, type Node } from './model'
import { add } from './uploads/queue'
import { words } from './words'

export function NewMenu({ folder }: { readonly folder: Node }) {
  const t = useWords(words)
  const navigate = useNavigate()
  const files = useRef<HTMLInputElement>(null)
  const [isNaming, name] = useState(false)
  const [isMaking, making] = useState(false)
  async function makeDocument() {
    making(true)
    try {
      const { id } = await createDocument(folder.id, t('create.documentName'))
      await navigate(addressOf({ id, kind: 'document' }))
    } catch (error) {
      toastRefusal(error)
    } finally {
      making(false)
    }
  }
  return (
    <>
      <Menu
        label={t('create.menu')}
        trigger={
          <Button look="primary" icon={Plus} isPending={isMaking}>
            {t('create.menu')}
          </Button>
        }
      >
        <MenuItem
          label={t('create.document')}
          icon={FilePlus2}
          onAction={() => void makeDocument()}
        />
        <MenuItem label={t('create.folder')} icon={FolderPlus} onAction={() => name(true)} />
        <MenuItem
          label={t('create.upload')}
          icon={Upload}
          onAction={() => files.current?.click()}
        />
      </Menu>
      <FilePicker ref={files} onPick={picked => add(folder.id, picked)} />
      <FolderDialog parent={folder.id} isOpen={isNaming} onOpenChange={name} />
    </>
  )
}
