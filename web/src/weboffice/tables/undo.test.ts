import type { Node } from 'prosemirror-model'
import { type Command, EditorState, type Transaction } from 'prosemirror-state'
import { addColumnAfter, addRowAfter, CellSelection, TableMap } from 'prosemirror-tables'
import { describe, expect, it } from 'vitest'
import {
  prosemirrorToYXmlFragment,
  updateYFragment,
  ySyncPluginKey,
  yXmlFragmentToProseMirrorRootNode,
} from 'y-prosemirror'
import * as Y from 'yjs'
import { nodes, schema } from '../text/schema'
import { undoingOf } from '../text/undoing'
import { mended } from './mend'

type Place = [row: number, column: number]

const { table, table_row: row, table_cell: cell } = schema.nodes

function start(rows: number, columns: number): Uint8Array {
  const seed = new Y.Doc()
  seed.clientID = 9
  const cells = (r: number) =>
    Array.from({ length: columns }, (_, c) =>
      cell?.create(null, nodes.paragraph.create(null, schema.text(`${r}${'abcdefgh'[c]}`))),
    ) as Node[]
  const all = Array.from({ length: rows }, (_, r) => row?.create(null, cells(r))) as Node[]
  const doc = schema.node('doc', null, [table?.create(null, all) as Node, nodes.paragraph.create()])
  prosemirrorToYXmlFragment(doc, seed.getXmlFragment('text'))
  return Y.encodeStateAsUpdate(seed)
}

/** Somebody with an editor's way to take back, whose colleague sees everything at once. */
class Person {
  readonly doc = new Y.Doc()
  readonly undoing: Y.UndoManager

  constructor(client: number, state: Uint8Array) {
    this.doc.clientID = client
    Y.applyUpdate(this.doc, state)
    this.undoing = undoingOf(this.text)
  }

  get text() {
    return this.doc.getXmlFragment('text')
  }

  get state(): EditorState {
    return EditorState.create({ doc: yXmlFragmentToProseMirrorRootNode(this.text, schema) })
  }

  get table(): Node {
    return this.state.doc.firstChild as Node
  }

  private write(tr: Transaction): void {
    const meta = { mapping: new Map(), isOMark: new Map() }
    this.doc.transact(transaction => {
      transaction.meta.set('addToHistory', tr.getMeta('addToHistory'))
      updateYFragment(this.doc, this.text, tr.doc, meta)
    }, ySyncPluginKey)
  }

  private at([r, c]: Place): number {
    const map = TableMap.get(this.table)
    return 1 + (map.map[r * map.width + c] ?? 0)
  }

  act(command: Command, place: Place): void {
    this.undoing.stopCapturing()
    const { state } = this
    const selection = CellSelection.create(state.doc, this.at(place))
    command(state.apply(state.tr.setSelection(selection)), tr => this.write(tr))
    this.undoing.stopCapturing()
  }

  type(words: string, place: Place): void {
    this.undoing.stopCapturing()
    this.write(this.state.tr.insertText(words, this.at(place) + 2))
    this.undoing.stopCapturing()
  }

  mend(): boolean {
    const tr = mended(this.state, true)
    if (tr) this.write(tr)
    return tr !== null
  }
}

function meet(one: Person, other: Person): void {
  const news = Y.encodeStateAsUpdate(one.doc, Y.encodeStateVector(other.doc))
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(one.doc)))
  Y.applyUpdate(other.doc, news)
}

/** The table as both have it, once whoever came first has repaired what was wrong. */
function seen(one: Person, other: Person): string {
  meet(one, other)
  for (let round = 0; round < 12 && one.mend(); round += 1) meet(one, other)
  expect(one.table.toJSON()).toEqual(other.table.toJSON())
  expect(TableMap.get(one.table).problems).toBeNull()
  return one.table.children
    .map(({ children }) => children.map(({ textContent }) => textContent || '_').join(' '))
    .join(' / ')
}

function two(rows = 2, columns = 2): [Person, Person] {
  const state = start(rows, columns)
  return [new Person(1, state), new Person(2, state)]
}

describe('a row that is taken back after a colleague’s column has reached it [TX19]', () => {
  it('goes alone, and comes back with the cell of that column', () => {
    const [kim, lee] = two()
    kim.act(addRowAfter, [0, 0])
    seen(kim, lee)
    lee.act(addColumnAfter, [0, 0])
    expect(seen(kim, lee)).toBe('0a _ 0b / _ _ _ / 1a _ 1b')
    kim.undoing.undo()
    expect(seen(kim, lee)).toBe('0a _ 0b / 1a _ 1b')
    kim.undoing.redo()
    expect(seen(kim, lee)).toBe('0a _ 0b / _ _ _ / 1a _ 1b')
  })

  it('goes alone also where both happened at once', () => {
    const [kim, lee] = two()
    kim.act(addRowAfter, [0, 0])
    lee.act(addColumnAfter, [0, 0])
    expect(seen(kim, lee)).toBe('0a _ 0b / _ _ _ / 1a _ 1b')
    kim.undoing.undo()
    expect(seen(kim, lee)).toBe('0a _ 0b / 1a _ 1b')
    kim.undoing.redo()
    expect(seen(kim, lee)).toBe('0a _ 0b / _ _ _ / 1a _ 1b')
  })

  it('comes back under its columns where the column came while it was away', () => {
    const [kim, lee] = two()
    kim.act(addRowAfter, [0, 0])
    kim.type('왼', [1, 0])
    kim.type('오른', [1, 1])
    for (let step = 0; step < 3; step += 1) kim.undoing.undo()
    expect(seen(kim, lee)).toBe('0a 0b / 1a 1b')
    lee.act(addColumnAfter, [0, 0])
    seen(kim, lee)
    for (let step = 0; step < 3; step += 1) kim.undoing.redo()
    expect(seen(kim, lee)).toBe('0a _ 0b / 왼 _ 오른 / 1a _ 1b')
  })
})

describe('a column that is taken back after a colleague’s row has reached it [TX19]', () => {
  it('goes alone, and comes back over the words that were written meanwhile', () => {
    const [kim, lee] = two()
    kim.act(addColumnAfter, [0, 0])
    seen(kim, lee)
    lee.act(addRowAfter, [0, 0])
    lee.type('왼', [1, 0])
    lee.type('오른', [1, 2])
    expect(seen(kim, lee)).toBe('0a _ 0b / 왼 _ 오른 / 1a _ 1b')
    kim.undoing.undo()
    expect(seen(kim, lee)).toBe('0a 0b / 왼 오른 / 1a 1b')
    kim.undoing.redo()
    expect(seen(kim, lee)).toBe('0a _ 0b / 왼 _ 오른 / 1a _ 1b')
  })

  it('leaves a colleague’s word that stands in it, in its row', () => {
    const [kim, lee] = two()
    kim.act(addColumnAfter, [0, 1])
    seen(kim, lee)
    lee.act(addRowAfter, [1, 0])
    lee.type('밖', [2, 2])
    seen(kim, lee)
    kim.undoing.undo()
    expect(seen(kim, lee)).toBe('0a 0b / 1a 1b / _ 밖')
    kim.undoing.redo()
    expect(seen(kim, lee)).toBe('0a 0b _ / 1a 1b _ / _ 밖 _')
  })

  it('is whole and has every word, whoever takes back what in which order', () => {
    const random = seeded(11)
    for (let story = 0; story < 40; story += 1) {
      const people = two(2, 3)
      for (let step = 0; step < 8; step += 1) atRandom(people[random(2)] as Person, random)
      expectWhole(people, `story ${story}`)
    }
  })
})

function expectWhole(people: [Person, Person], story: string): void {
  const words = (seen(...people).match(/\d[a-h]/g) ?? []).sort()
  expect(words, story).toEqual(['0a', '0b', '0c', '1a', '1b', '1c'])
  for (const { undoing } of people) while (undoing.undo());
  expect(seen(...people), story).toBe('0a 0b 0c / 1a 1b 1c')
}

function atRandom(one: Person, random: (below: number) => number): void {
  const { width, height } = TableMap.get(one.table)
  const whole = mended(one.state, true) === null
  const acts = [
    () => whole && one.act(addRowAfter, [random(height), random(width)]),
    () => whole && one.act(addColumnAfter, [random(height), random(width)]),
    () => one.undoing.undo(),
    () => one.undoing.redo(),
  ]
  acts[random(acts.length)]?.()
  if (random(2)) one.mend()
}

function seeded(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}
