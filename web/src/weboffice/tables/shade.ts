/**
 * How cells look: their shade, and where their lines stand. A shade is any colour that a file brings;
 * the view sets it as a variable, which the policy allows, and css makes of it what a theme can read.
 */
import type { Node } from 'prosemirror-model'
import type { Command } from 'prosemirror-state'
import { CellSelection, isInTable, selectionCell, type TableNodesOptions } from 'prosemirror-tables'
import type { Bilingual } from '@/kernel/i18n'

export type Stand = 'top' | 'bottom' | null

/** What is offered; pale, so that black is read on each. */
export const SHADES: readonly (readonly [id: string, colour: string, label: Bilingual])[] = [
  ['gray', '#e6e8ea', { ko: '회색', en: 'Grey' }],
  ['yellow', '#fff3bf', { ko: '노랑', en: 'Yellow' }],
  ['orange', '#ffe3c7', { ko: '주황', en: 'Orange' }],
  ['red', '#fde2e0', { ko: '빨강', en: 'Red' }],
  ['green', '#d8f0dc', { ko: '초록', en: 'Green' }],
  ['blue', '#dbe9fb', { ko: '파랑', en: 'Blue' }],
  ['purple', '#e9e0f7', { ko: '보라', en: 'Purple' }],
]
const DARK = 110

/** A colour as anybody may have written it, or null. */
export function shadeOf(said: unknown): string | null {
  return typeof said === 'string' && /^#[0-9a-f]{6}$/.test(said) ? said : null
}

export function standOf(said: unknown): Stand {
  return said === 'top' || said === 'bottom' ? said : null
}

/** Whether black is not read on it. */
export function isDark(shade: string): boolean {
  const part = (at: number) => Number.parseInt(shade.slice(at, at + 2), 16)
  return 0.299 * part(1) + 0.587 * part(3) + 0.114 * part(5) < DARK
}

export const CELL_LOOKS: TableNodesOptions['cellAttributes'] = {
  fill: {
    default: null,
    getFromDOM: dom => shadeOf(dom.dataset.fill),
    setDOMAttr: (value, attrs) => {
      const shade = shadeOf(value)
      if (!shade) return
      attrs['data-fill'] = shade
      if (isDark(shade)) attrs['data-dark'] = ''
      attrs.style = `--fill: ${shade}`
    },
  },
  stand: {
    default: null,
    getFromDOM: dom => standOf(dom.dataset.stand),
    setDOMAttr: (value, attrs) => {
      const stand = standOf(value)
      if (stand) attrs['data-stand'] = stand
    },
  },
}

export const setShade = (shade: string | null): Command => setLook('fill', shade)

export const setStand = (stand: Stand): Command => setLook('stand', stand)

/** One value of each cell: in a table that one suggests oneself it is a part of the suggestion. */
function setLook(name: 'fill' | 'stand', value: string | null): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false
    const { selection, tr } = state
    const put = (cell: Node, pos: number) => {
      if (cell.attrs[name] !== value) tr.setNodeAttribute(pos, name, value)
    }
    if (selection instanceof CellSelection) selection.forEachCell(put)
    else {
      const { nodeAfter, pos } = selectionCell(state)
      if (nodeAfter) put(nodeAfter, pos)
    }
    if (!tr.docChanged) return false
    dispatch?.(tr)
    return true
  }
}
