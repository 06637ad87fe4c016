/** What can be done with text, said once: feeds toolbar, shortcuts and the state of the buttons. */
import {
  AlignCenter,
  AlignJustify,
  AlignLeft,
  AlignRight,
  Bold,
  FileDown,
  Heading1,
  Heading2,
  Heading3,
  Indent,
  Italic,
  List,
  ListOrdered,
  ListTree,
  type LucideIcon,
  Minus,
  Outdent,
  PanelTopBottomDashed,
  Pilcrow,
  Redo2,
  Strikethrough,
  Subtitles,
  Superscript,
  Table,
  Underline,
  Undo2,
} from 'lucide-react'
import { toggleMark } from 'prosemirror-commands'
import type { MarkType, Node } from 'prosemirror-model'
import { type Command, type EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { isInTable } from 'prosemirror-tables'
import { redo, undo, yUndoPluginKey } from 'y-prosemirror'
import type { Bilingual } from '@/kernel/i18n'
import { addNote } from '../notes/notes'
import { setupOf } from '../pages/gaps'
import { pageBreak, sectionBreak } from '../pages/section-acts'
import { freshId } from './ids'
import { type Align, DEEPEST, type Form, type Ink, isItem, nodes, schema } from './schema'

export interface TextCommand {
  readonly id: string
  readonly label: Bilingual
  readonly icon: LucideIcon
  /** As shown; bound in keys.ts. */
  readonly keys?: string
  readonly isActive?: (state: EditorState) => boolean
  readonly isEnabled?: (state: EditorState) => boolean
  readonly run: Command
}

/** The textblocks that the selection touches. */
export function blocksIn({ doc, selection }: EditorState): { node: Node; pos: number }[] {
  const found: { node: Node; pos: number }[] = []
  for (const { $from, $to } of selection.ranges) {
    doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (node.isTextblock) found.push({ node, pos })
      return !node.isTextblock
    })
  }
  return found
}

function isEach(state: EditorState, ...forms: readonly Form[]): boolean {
  const blocks = blocksIn(state)
  return blocks.length > 0 && blocks.every(({ node }) => forms.includes(node.attrs.form))
}

/** Only values change: what others write in the line meanwhile stays where it is. */
function become(form: Form): Command {
  return (state, dispatch) => {
    const { tr } = state
    for (const { node, pos } of blocksIn(state)) {
      if (node.attrs.form === form) continue
      if (!isItem(form) || !isItem(node.attrs.form)) tr.setNodeAttribute(pos, 'level', 1)
      tr.setNodeAttribute(pos, 'form', form)
    }
    if (!tr.docChanged) return false
    dispatch?.(tr.scrollIntoView())
    return true
  }
}

/** The form, or plain text where all have it already. */
export function toggleForm(form: Form): Command {
  return (state, dispatch, view) =>
    become(isEach(state, form) ? 'text' : form)(state, dispatch, view)
}

export function setAlign(align: Align): Command {
  return (state, dispatch) => {
    const { tr } = state
    for (const { node, pos } of blocksIn(state)) {
      if (node.attrs.align !== align) tr.setNodeAttribute(pos, 'align', align)
    }
    if (!tr.docChanged) return false
    dispatch?.(tr)
    return true
  }
}

/** False where no item could move, so that Tab then leaves the text as it does elsewhere. */
export function shiftLevel(by: 1 | -1): Command {
  return (state, dispatch) => {
    const { tr } = state
    for (const { node, pos } of blocksIn(state)) {
      if (!isItem(node.attrs.form)) continue
      const level = Math.min(Math.max(node.attrs.level + by, 1), DEEPEST)
      if (level !== node.attrs.level) tr.setNodeAttribute(pos, 'level', level)
    }
    if (!tr.docChanged) return false
    dispatch?.(tr)
    return true
  }
}

export function isMarked(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined
  return state.doc.rangeHasMark(from, to, type)
}

export function setInk(name: Ink | null): Command {
  const ink = schema.marks.ink as MarkType
  return (state, dispatch) => {
    const { from, to, empty } = state.selection
    const { tr } = state
    if (empty) {
      tr.removeStoredMark(ink)
      if (name) tr.addStoredMark(ink.create({ name }))
    } else {
      tr.removeMark(from, to, ink)
      if (name) tr.addMark(from, to, ink.create({ name }))
    }
    dispatch?.(tr)
    return true
  }
}

/** As many cells as asked for, each as wide as the others; a heading row is one of the rows. */
export function tableOf(rows: number, columns: number, hasHead: boolean): Command {
  return (state, dispatch) => insertTable(state, dispatch, rows, columns, hasHead)
}

function insertTable(
  state: EditorState,
  dispatch: ((tr: Transaction) => void) | undefined,
  rows: number,
  columns: number,
  hasHead: boolean,
): boolean {
  if (isInTable(state)) return false
  const { table, table_row: row, table_header: head, table_cell: cell } = schema.nodes
  if (!table || !row || !head || !cell) return false
  const empty = () => nodes.paragraph.create({ id: freshId() })
  const made = Array.from({ length: rows }, (_row, at) => {
    const type = hasHead && at === 0 ? head : cell
    return row.create(
      null,
      Array.from({ length: columns }, () => type.create(null, empty())),
    )
  })
  if (dispatch) dispatch(withCaretIn(state.tr, table.create(null, made)))
  return true
}

/** Below the line that the caret is in, never through it; one writes on in its first cell. */
function withCaretIn(tr: Transaction, table: Node): Transaction {
  const { $to } = tr.selection
  const line = $to.node(1)
  const isBlank = line?.isTextblock && line.content.size === 0 && line.attrs.form === 'text'
  const after = $to.depth > 0 ? $to.after(1) : tr.selection.to
  const from = isBlank ? $to.before(1) : after
  tr.replaceWith(from, after, table)
  // Somewhere to go on below it.
  const end = from + table.nodeSize
  if (!tr.doc.resolve(end).nodeAfter) tr.insert(end, nodes.paragraph.create({ id: freshId() }))
  return tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1))).scrollIntoView()
}

const insertRule: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.rule.create()).scrollIntoView())
  return true
}

function mark(id: string, label: Bilingual, icon: LucideIcon, keys: string): TextCommand {
  const type = schema.marks[id] as MarkType
  return { id, label, icon, keys, isActive: state => isMarked(state, type), run: toggleMark(type) }
}

export const HISTORY: readonly TextCommand[] = [
  {
    id: 'undo',
    label: { ko: '실행 취소', en: 'Undo' },
    icon: Undo2,
    keys: 'Mod+Z',
    isEnabled: state => (yUndoPluginKey.getState(state)?.undoManager.undoStack.length ?? 0) > 0,
    run: (state, dispatch) => !dispatch || undo(state),
  },
  {
    id: 'redo',
    label: { ko: '다시 실행', en: 'Redo' },
    icon: Redo2,
    keys: 'Mod+Shift+Z',
    isEnabled: state => (yUndoPluginKey.getState(state)?.undoManager.redoStack.length ?? 0) > 0,
    run: (state, dispatch) => !dispatch || redo(state),
  },
]
export const STYLES: readonly TextCommand[] = [
  {
    id: 'paragraph',
    label: { ko: '본문', en: 'Body text' },
    icon: Pilcrow,
    keys: 'Mod+Alt+0',
    isActive: state => isEach(state, 'text'),
    run: become('text'),
  },
  ...([Heading1, Heading2, Heading3] as const).map((icon, index) => {
    const form = `h${index + 1}` as Form
    return {
      id: form,
      label: { ko: `제목 ${index + 1}`, en: `Heading ${index + 1}` },
      icon,
      keys: `Mod+Alt+${index + 1}`,
      isActive: (state: EditorState) => isEach(state, form),
      run: toggleForm(form),
    }
  }),
]
const CAPTIONS: readonly TextCommand[] = (
  [
    ['figure', '그림 제목 <그림 1>', 'Caption of a picture'],
    ['tabular', '표 제목 <표 1>', 'Caption of a table'],
  ] as const
).map(([form, ko, en]) => ({
  id: form,
  label: { ko, en },
  icon: Subtitles,
  isActive: state => isEach(state, form),
  run: toggleForm(form),
}))
export const FORMS: readonly TextCommand[] = [...STYLES, ...CAPTIONS]
export const MARKS: readonly TextCommand[] = [
  mark('bold', { ko: '굵게', en: 'Bold' }, Bold, 'Mod+B'),
  mark('italic', { ko: '기울임', en: 'Italic' }, Italic, 'Mod+I'),
  mark('underline', { ko: '밑줄', en: 'Underline' }, Underline, 'Mod+U'),
  mark('strike', { ko: '취소선', en: 'Strikethrough' }, Strikethrough, 'Mod+Shift+X'),
]
export const LISTS: readonly TextCommand[] = [
  {
    id: 'outline',
    label: { ko: '개조식 (□ ○ - ·)', en: 'Outline (□ ○ - ·)' },
    icon: ListTree,
    keys: 'Mod+Shift+9',
    isActive: state => isEach(state, 'outline'),
    run: toggleForm('outline'),
  },
  {
    id: 'bullet',
    label: { ko: '글머리표', en: 'Bulleted list' },
    icon: List,
    keys: 'Mod+Shift+8',
    isActive: state => isEach(state, 'bullet'),
    run: toggleForm('bullet'),
  },
  {
    id: 'number',
    label: { ko: '번호', en: 'Numbered list' },
    icon: ListOrdered,
    keys: 'Mod+Shift+7',
    isActive: state => isEach(state, 'number'),
    run: toggleForm('number'),
  },
  {
    id: 'outdent',
    label: { ko: '한 수준 위로', en: 'Decrease level' },
    icon: Outdent,
    keys: 'Shift+Tab',
    isEnabled: state => shiftLevel(-1)(state),
    run: shiftLevel(-1),
  },
  {
    id: 'indent',
    label: { ko: '한 수준 아래로', en: 'Increase level' },
    icon: Indent,
    keys: 'Tab',
    isEnabled: state => shiftLevel(1)(state),
    run: shiftLevel(1),
  },
]
export const ALIGNS: readonly TextCommand[] = (
  [
    [null, '양쪽 맞춤', 'Justify', AlignJustify, 'Mod+Shift+J'],
    ['left', '왼쪽 맞춤', 'Align left', AlignLeft, 'Mod+Shift+L'],
    ['center', '가운데 맞춤', 'Align centre', AlignCenter, 'Mod+Shift+E'],
    ['right', '오른쪽 맞춤', 'Align right', AlignRight, 'Mod+Shift+R'],
  ] as const
).map(([align, ko, en, icon, keys]) => ({
  id: `align-${align ?? 'justify'}`,
  label: { ko, en },
  icon,
  keys,
  isActive: (state: EditorState) =>
    blocksIn(state).every(({ node }) => (node.attrs.align ?? null) === align),
  run: setAlign(align),
}))
export const INSERTS: readonly TextCommand[] = [
  {
    id: 'table',
    label: { ko: '표', en: 'Table' },
    icon: Table,
    isEnabled: state => !isInTable(state),
    run: tableOf(3, 3, true),
  },
  { id: 'rule', label: { ko: '가로줄', en: 'Horizontal line' }, icon: Minus, run: insertRule },
  {
    id: 'footnote',
    label: { ko: '각주', en: 'Footnote' },
    icon: Superscript,
    keys: 'Mod+Alt+F',
    isEnabled: state => addNote(state),
    run: addNote,
  },
  {
    id: 'page-break',
    label: { ko: '쪽 나누기', en: 'Page break' },
    icon: FileDown,
    keys: 'Mod+Enter',
    isEnabled: state => !isInTable(state),
    run: pageBreak,
  },
  {
    id: 'section',
    label: { ko: '구역 나누기', en: 'Section break' },
    icon: PanelTopBottomDashed,
    keys: 'Alt+Shift+Enter',
    isEnabled: state => !isInTable(state),
    run: (state, dispatch, view) => {
      const setup = setupOf(state)
      return setup !== null && sectionBreak(setup)(state, dispatch, view)
    },
  },
]
