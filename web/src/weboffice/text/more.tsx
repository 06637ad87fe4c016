/** What is done with a document now and then; on a phone also what has no room in its head. */
import {
  Copy,
  Ellipsis,
  FileOutput,
  History,
  Keyboard,
  ListTree,
  Printer,
  Ruler,
  Search,
} from 'lucide-react'
import { Suspense, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { part } from '@/kernel/part'
import { useStore } from '@/kernel/store'
import { IconButton } from '@/kit/button'
import { Menu, MenuItem } from '@/kit/menu'
import { toast } from '@/kit/toast'
import { mayWrite, type OfficeDocument } from '../documents/state'
import { openFind } from '../find/opener'
import { words as findWords } from '../find/words'
import { words as formatWords } from '../formats/words'
import { usePageKeys } from '../help/keys'
import { words as helpWords } from '../help/words'
import { words as outlineWords } from '../outline/words'
import { words as pageWords } from '../pages/words'
import { accepted, hasSuggestions } from '../suggest/accepted'
import { words } from '../words'
import { plainText } from './plain'
import type { DocumentSession } from './session'
import { takeBack } from './steps'

type Say = ReturnType<typeof useWords<NonNullable<(typeof words)['shape']>>>

const HelpDialog = part(async () => (await import('../help/dialog')).HelpDialog)
const ExportDialog = part(async () => (await import('../formats/export-dialog')).ExportDialog)
const PrintDialog = part(async () => (await import('../pages/print-dialog')).PrintDialog)
const SetupDialog = part(async () => (await import('../pages/setup-dialog')).SetupDialog)

/** What there is to say to somebody who saves by hand. */
function savedNote({ stateLine }: DocumentSession, t: Say): string {
  const { kind } = stateLine.shown.get()
  if (kind === 'saved' || kind === 'saving') return t('saving.byItself')
  return kind === 'waiting' || kind === 'offline' ? t(`saving.${kind}Note`) : t(`saving.${kind}`)
}

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
  const help = useWords(helpWords)
  const isHelpOpen = useStore(session.isHelpOpen)
  const [isLeaving, setLeaving] = useState(false)
  const [isPaging, setPaging] = useState(false)
  const [isPrinting, setPrinting] = useState(false)
  function toPaper() {
    session.editor?.settle()
    const state = session.editor?.view.state
    if (state && hasSuggestions(state.doc)) setPrinting(true)
    else print()
  }
  usePageKeys({
    save() {
      session.editor?.settle()
      toast(savedNote(session, t))
    },
    print: toPaper,
    help: () => session.isHelpOpen.set(true),
    undo: () => takeBack(session, false),
    redo: () => takeBack(session, true),
  })
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
        <MenuItem label={t('editor.print')} icon={Printer} keys="Ctrl+P" onAction={toPaper} />
        <MenuItem
          label={help('title')}
          icon={Keyboard}
          keys="Ctrl+/"
          onAction={() => session.isHelpOpen.set(true)}
        />
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
      {isHelpOpen && (
        <Suspense>
          <HelpDialog onClose={() => session.isHelpOpen.set(false)} />
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
