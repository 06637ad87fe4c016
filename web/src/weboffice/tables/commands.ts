/** What can be done with a table, said once: feeds its menu and the shortcuts. */
import {
  BetweenHorizontalEnd,
  BetweenHorizontalStart,
  BetweenVerticalEnd,
  BetweenVerticalStart,
  Columns3,
  FoldHorizontal,
  PanelLeft,
  PanelTop,
  Table,
  TableCellsMerge,
  TableCellsSplit,
  Trash2,
  UnfoldHorizontal,
} from 'lucide-react'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  CellSelection,
  deleteCellSelection,
  deleteColumn,
  deleteRow,
  deleteTable,
  goToNextCell,
  isInTable,
  mergeCells,
} from 'prosemirror-tables'
import type { TextCommand } from '../text/commands'
import { evenColumns, widen } from './columns'
import { amongHeads, hasHeads, splitAmongHeads, toggleHeads } from './heads'
import { isBlank } from './layout'
import { oneStep } from './one-step'

const rowBefore = amongHeads(addRowBefore, 'row', true)
const rowAfter = amongHeads(addRowAfter, 'row', false)
const columnBefore = amongHeads(addColumnBefore, 'column', true)
const columnAfter = amongHeads(addColumnAfter, 'column', false)

/** The next cell; behind the last one a new row. */
export function toCell(by: 1 | -1): Command {
  if (by < 0) return goToNextCell(-1)
  const next = goToNextCell(1)
  return (state, dispatch, view) => {
    if (next(state, dispatch, view)) return true
    if (!isInTable(state)) return false
    if (!dispatch || !view) return true
    if (addRowAtEnd(state, dispatch)) next(view.state, dispatch, view)
    return true
  }
}

const addRowAtEnd = oneStep(rowAfter)

function isWhole({ selection }: EditorState): boolean {
  if (!(selection instanceof CellSelection)) return false
  return selection.isRowSelection() || selection.isColSelection()
}

function deleteWhole(state: EditorState, dispatch?: (tr: Transaction) => void): boolean {
  const { selection } = state
  if (!(selection instanceof CellSelection)) return false
  const isRow = selection.isRowSelection()
  const isColumn = selection.isColSelection()
  if (isRow && isColumn) return deleteTable(state, dispatch)
  if (isRow) return deleteRow(state, dispatch)
  return isColumn && deleteColumn(state, dispatch)
}

/** Delete empties what is selected; rows and columns that are empty go away as a whole. */
const emptyOrDelete: Command = (state, dispatch) => {
  const { selection } = state
  if (!(selection instanceof CellSelection)) return false
  let isEmpty = true
  selection.forEachCell(cell => {
    isEmpty &&= isBlank(cell)
  })
  return isEmpty && isWhole(state)
    ? deleteWhole(state, dispatch)
    : deleteCellSelection(state, dispatch)
}

type Told = readonly [id: string, ko: string, en: string, TextCommand['icon'], Command, string?]

function commandOf([id, ko, en, icon, act, keys]: Told): TextCommand {
  return { id, label: { ko, en }, icon, run: oneStep(act), ...(keys ? { keys } : {}) }
}

const ADD: readonly Told[] = [
  ['row-above', '위에 행 추가', 'Insert row above', BetweenHorizontalStart, rowBefore],
  ['row-below', '아래에 행 추가', 'Insert row below', BetweenHorizontalEnd, rowAfter, 'Mod+Enter'],
  ['column-left', '왼쪽에 열 추가', 'Insert column left', BetweenVerticalStart, columnBefore],
  ['column-right', '오른쪽에 열 추가', 'Insert column right', BetweenVerticalEnd, columnAfter],
]
const CELLS: readonly Told[] = [
  ['merge', '셀 합치기', 'Merge cells', TableCellsMerge, mergeCells],
  ['split', '셀 나누기', 'Split cell', TableCellsSplit, splitAmongHeads],
]
const WIDTHS: readonly Told[] = [
  ['wider', '열 넓히기', 'Widen column', UnfoldHorizontal, widen(1), 'Alt+Shift+→'],
  ['narrower', '열 좁히기', 'Narrow column', FoldHorizontal, widen(-1), 'Alt+Shift+←'],
  ['even', '열 너비 같게', 'Distribute columns evenly', Columns3, evenColumns],
]
const REMOVE: readonly Told[] = [
  ['delete-row', '행 지우기', 'Delete row', Trash2, deleteRow],
  ['delete-column', '열 지우기', 'Delete column', Trash2, deleteColumn],
  ['delete-table', '표 지우기', 'Delete table', Table, deleteTable],
]
const heads = (row: Command, column: Command): readonly Told[] => [
  ['head-row', '제목 행 만들기', 'Make header row', PanelTop, row],
  ['no-head-row', '제목 행 없애기', 'Remove header row', PanelTop, row],
  ['head-column', '제목 열 만들기', 'Make header column', PanelLeft, column],
  ['no-head-column', '제목 열 없애기', 'Remove header column', PanelLeft, column],
]
const HEADS: readonly TextCommand[] = heads(toggleHeads('row'), toggleHeads('column')).map(told => {
  const axis = told[0].endsWith('row') ? 'row' : 'column'
  const wanted = told[0].startsWith('no-')
  return { ...commandOf(told), isEnabled: (state: EditorState) => hasHeads(state, axis) === wanted }
})

/** In groups, as the menu shows them. */
export const TABLE: readonly (readonly TextCommand[])[] = [
  ADD.map(commandOf),
  CELLS.map(commandOf),
  WIDTHS.map(commandOf),
  HEADS,
  REMOVE.map(commandOf),
]

/** Beside Tab; who knows Hangul's tables adds a row by Ctrl+Enter. */
export const TABLE_KEYS: Record<string, Command> = {
  'Mod-Enter': (state, dispatch, view) =>
    isInTable(state) && oneStep(rowAfter)(state, dispatch, view),
  'Alt-Shift-ArrowRight': oneStep(widen(1)),
  'Alt-Shift-ArrowLeft': oneStep(widen(-1)),
  Delete: oneStep(emptyOrDelete),
}

/** Takes selected rows and columns away, as other word processors do. */
export const backspaceInTable: Command = oneStep(deleteWhole)
