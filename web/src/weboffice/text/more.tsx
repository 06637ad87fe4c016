/** What is done with a document now and then; on a phone also what has no room in its head. */
import { Copy, Ellipsis, FileOutput, History, ListTree, Printer, Ruler, Search } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { part } from '@/kernel/part'
import { IconButton } from '@/kit/button'
import { Menu, MenuItem } from '@/kit/menu'
import { toast } from '@/kit/toast'
import { mayWrite, type OfficeDocument } from '../documents/state'
import { openFind } from '../find/opener'
import { words as findWords } from '../find/words'
import { words as formatWords } from '../formats/words'
import { words as outlineWords } from '../outline/words'
import { words as pageWords } from '../pages/words'
import { accepted, hasSuggestions } from '../suggest/accepted'
import { words } from '../words'
import { plainText } from './plain'
import type { DocumentSession } from './session'

const ExportDialog = part(async () => (await import('../formats/export-dialog')).ExportDialog)
const PrintDialog = part(async () => (await import('../pages/print-dialog')).PrintDialog)
const SetupDialog = part(async () => (await import('../pages/setup-dialog')).SetupDialog)

interface MoreProps {
  readonly document: OfficeDocument
  readonly session: DocumentSession
}

export function More({ document, session }: MoreProps) {
  const t = useWords(words)
  const exporting = useWords(formatWords)
  const finding = useWords(findWords)
  const outline = useWords(outlineWords)
  const pages = useWords(pageWords)
  const [isLeaving, setLeaving] = useState(false)
  const [isPaging, setPaging] = useState(false)
  const [isPrinting, setPrinting] = useState(false)
  function toPaper() {
    session.editor?.settle()
    const state = session.editor?.view.state
    if (state && hasSuggestions(state.doc)) setPrinting(true)
    else print()
  }
  async function copy() {
    session.editor?.settle()
    const state = session.editor?.view.state
    if (!state) return
    await navigator.clipboard.writeText(plainText(accepted(state.doc)))
    toast(t('editor.copied'))
  }
  return (
    <>
      <Menu
        label={t('editor.more')}
        trigger={<IconButton icon={Ellipsis} label={t('editor.more')} />}
      >
        <MenuItem
          label={outline('panel')}
          icon={ListTree}
          onAction={() => session.isOutlineOpen.set(true)}
        />
        <MenuItem
          label={finding('title')}
          icon={Search}
          onAction={() => openFind(session, 'find')}
        />
        {mayWrite(document) && (
          <MenuItem
            label={t('editor.history')}
            icon={History}
            to={`/office/d/${document.id}/history`}
          />
        )}
        <MenuItem label={exporting('export')} icon={FileOutput} onAction={() => setLeaving(true)} />
        <MenuItem label={t('editor.copyText')} icon={Copy} onAction={() => void copy()} />
        {mayWrite(document) && (
          <MenuItem label={pages('setup')} icon={Ruler} onAction={() => setPaging(true)} />
        )}
        <MenuItem label={t('editor.print')} icon={Printer} onAction={toPaper} />
      </Menu>
      {isPaging && (
        <Suspense>
          <SetupDialog session={session} onClose={() => setPaging(false)} />
        </Suspense>
      )}
      {isPrinting && (
        <Suspense>
          <PrintDialog printed={session.printed} onClose={() => setPrinting(false)} />
        </Suspense>
      )}
      {isLeaving && (
        <Suspense>
          <ExportDialog documentId={document.id} onClose={() => setLeaving(false)} />
        </Suspense>
      )}
    </>
  )
}
