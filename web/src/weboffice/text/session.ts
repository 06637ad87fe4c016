/** What one open document needs: the shared text, who is here, the way to the room, the editor. */
import type { EditorState } from 'prosemirror-state'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { say } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { type Store, store } from '@/kernel/store'
import { toast } from '@/kit/toast'
import { Margin } from '../comments/margin'
import { enterDocument } from '../documents/state'
import { StateLine } from '../editing/calm'
import { Provider } from '../editing/provider'
import { Finding } from '../find/finding'
import { shownInsets } from '../insets/view'
import { Keep } from '../offline/keep'
import { openVault } from '../offline/vault'
import { words as offlineWords } from '../offline/words'
import { type Printed, printing } from '../pages/printing'
import { PageSetup } from '../pages/settings'
import { stillPictures } from '../pictures/home'
import { Pictures } from '../pictures/pictures'
import { addressOf } from '../pictures/wire'
import { Suggesting } from '../suggest/desk'
import { tableFace } from '../tables/face'
import { type Editor, openEditor } from './editor'
import { SCHEMA } from './schema'

const ROOT = 'text'

export class DocumentSession {
  readonly doc = new Y.Doc()
  readonly awareness = new Awareness(this.doc)
  readonly editorState: Store<EditorState | null> = store<EditorState | null>(null)
  /** The document is of a newer release than this page. */
  readonly isNewer: Store<boolean> = store(false)
  readonly margin = new Margin()
  readonly finding = new Finding()
  readonly suggesting: Suggesting
  readonly isOutlineOpen: Store<boolean> = store(false)
  /** Whether it is asked where words lead. */
  readonly isLinking: Store<boolean> = store(false)
  readonly isHelpOpen: Store<boolean> = store(false)
  readonly pictures: Pictures
  readonly pages = new PageSetup(this.doc)
  /** How suggestions look when it is printed. */
  readonly printed: Store<Printed> = store<Printed>('accepted')
  readonly provider: Provider
  readonly stateLine: StateLine
  readonly keep: Keep
  editor: Editor | null = null

  constructor(
    private readonly id: string,
    private readonly person: string,
  ) {
    this.pictures = new Pictures(id, this.doc.clientID, () => this.editor)
    this.suggesting = new Suggesting(person)
    this.provider = new Provider({
      doc: this.doc,
      awareness: this.awareness,
      base: `${location.origin.replace(/^http/, 'ws')}/y/`,
      enter: this.enter,
    })
    this.stateLine = new StateLine(this.provider.saving)
    this.keep = new Keep({ doc: this.doc, sender: this.provider, failed: notKept })
  }

  private readonly enter = async (awaySince: number | null) => {
    try {
      const entrance = await enterDocument(this.id, awaySince)
      if (entrance.schema_version > SCHEMA) {
        this.isNewer.set(true)
        return 'gone'
      }
      const place = { person: this.person, document: this.id }
      const { generation, keeping_key } = entrance
      await this.keep.begin({ generation, open: () => openVault(place, keeping_key) })
      const unsent = this.provider.unsavedSince
      // What an earlier page left here is work of an absence as well.
      return awaySince === null && unsent !== null ? enterDocument(this.id, unsent) : entrance
    } catch (error) {
      const { status } = asRefusal(error)
      return status === 404 || status === 403 ? 'gone' : 'away'
    }
  }

  show(mount: HTMLElement, label: string): () => void {
    const { awareness, provider } = this
    const editor = openEditor({
      mount,
      text: this.doc.getXmlFragment(ROOT),
      awareness,
      behind: provider,
      label,
      margin: this.margin,
      finding: this.finding,
      pictures: this.pictures,
      pages: this.pages,
      isAhead: isAhead => provider.hold(isAhead),
      desk: this.suggesting,
      // What is written while the connection is away is kept and sent later.
      mayWrite: () => this.mayWriteNow() && provider.saving.get().kind !== 'gone',
      state: this.editorState,
    })
    this.editor = editor
    provider.inlet = editor.inlet
    // `editable` is asked again when the state is set.
    const asked = () => editor.view.setProps({})
    const leaves = [
      provider.right.follow(asked),
      this.suggesting.mode.follow(asked),
      printing(editor.view, {
        setup: this.pages,
        printed: this.printed,
        nodeViews: {
          picture: stillPictures(this.id),
          inset: shownInsets(picture => addressOf(this.id, picture)),
          table: tableFace,
        },
      }),
    ]
    return () => {
      for (const leave of leaves) leave()
      provider.inlet = provider
      this.editor = null
      editor.close()
    }
  }

  private mayWriteNow(): boolean {
    const right = this.provider.right.get()
    const mode = this.suggesting.mode.get()
    return mode !== 'view' && (right === 'write' || (right === 'suggest' && mode === 'suggest'))
  }

  close(): void {
    this.stateLine.close()
    this.pictures.close()
    this.keep.close()
    this.provider.close()
    this.awareness.destroy()
    this.doc.destroy()
  }
}

/** Shown once: the state line goes on saying that it is in this window only. */
function notKept(): void {
  toast(say(offlineWords)('failed'))
}
