import type { Node } from 'prosemirror-model'
import { type Command, EditorState, type Transaction } from 'prosemirror-state'
import {
  addColumnAfter,
  addRowAfter,
  CellSelection,
  deleteTable,
  mergeCells,
  splitCell,
  TableMap,
} from 'prosemirror-tables'
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
import { widen } from './columns'
import { mended } from './mend'
import { sharesOf } from './widths'

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

  act(command: Command, place: Place, to: Place = place): void {
    this.undoing.stopCapturing()
    const { state } = this
    const selection = CellSelection.create(state.doc, this.at(place), this.at(to))
    command(state.apply(state.tr.setSelection(selection)), tr => this.write(tr))
    this.undoing.stopCapturing()
  }

  type(words: string, place: Place): void {
    this.undoing.stopCapturing()
    this.write(this.state.tr.insertText(words, this.at(place) + 2))
    this.undoing.stopCapturing()
  }

  /** At the end of the last line of a cell. */
  typeBelow(words: string, place: Place): void {
    this.undoing.stopCapturing()
    const cell = this.state.doc.nodeAt(this.at(place)) as Node
    this.write(this.state.tr.insertText(words, this.at(place) + cell.nodeSize - 2))
    this.undoing.stopCapturing()
  }

  insertTable(): void {
    const cells = () => [cell?.createAndFill(), cell?.createAndFill()] as Node[]
    const rows = [row?.create(null, cells()), row?.create(null, cells())] as Node[]
    this.write(this.state.tr.insert(0, table?.create(null, rows) as Node))
    this.undoing.stopCapturing()
  }

  get words(): string {
    return this.state.doc.textContent
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
  const wrong = TableMap.get(one.table).problems?.filter(({ type }) => type !== 'colwidth mismatch')
  expect(wrong ?? []).toEqual([])
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

describe('cells that are merged or split, with a colleague in them [TX19]', () => {
  it('come apart again with what was written in the merged one', () => {
    const [kim, lee] = two()
    kim.act(mergeCells, [0, 0], [0, 1])
    seen(kim, lee)
    lee.type('위', [0, 0])
    lee.typeBelow('아래', [0, 0])
    seen(kim, lee)
    kim.undoing.undo()
    expect(seen(kim, lee)).toBe('위0a아래 0b / 1a 1b')
    kim.undoing.redo()
    expect(
      seen(kim, lee)
        .match(/위|0a|0b|아래|1a|1b/g)
        ?.sort(),
    ).toEqual(['0a', '0b', '1a', '1b', '아래', '위'].sort())
  })

  it('come apart with the column that came in between', () => {
    const [kim, lee] = two(2, 3)
    kim.act(mergeCells, [0, 0], [0, 1])
    seen(kim, lee)
    lee.act(addColumnAfter, [1, 0])
    lee.type('새', [1, 1])
    seen(kim, lee)
    kim.undoing.undo()
    const found = seen(kim, lee)
    expect(found.match(/\d[a-c]|새/g)?.sort()).toEqual(
      ['0a', '0b', '0c', '1a', '1b', '1c', '새'].sort(),
    )
    expect(TableMap.get(kim.table).width).toBe(4)
  })

  it('keep a colleague’s word in the half that is taken back', () => {
    const [kim, lee] = two()
    kim.act(mergeCells, [0, 0], [0, 1])
    kim.act(splitCell, [0, 0])
    seen(kim, lee)
    lee.type('반', [0, 1])
    seen(kim, lee)
    kim.undoing.undo()
    expect(seen(kim, lee)).toContain('반')
  })
})

describe('columns that are made wider, with a colleague’s column or row in between [TX19]', () => {
  it('are as wide as before, and the new one is of the mean width', () => {
    const [kim, lee] = two()
    kim.act(widen(1), [0, 0])
    seen(kim, lee)
    expect(sharesOf(lee.table)?.map(share => Math.round(share * 100))).toEqual([52, 48])
    lee.act(addColumnAfter, [0, 1])
    lee.act(addRowAfter, [0, 0])
    seen(kim, lee)
    kim.undoing.undo()
    seen(kim, lee)
    expect(sharesOf(kim.table)).toEqual(sharesOf(lee.table))
    expect(TableMap.get(kim.table).width).toBe(3)
    kim.undoing.redo()
    seen(kim, lee)
    const [first = 0, second = 0] = sharesOf(kim.table) ?? []
    expect(first).toBeGreaterThan(second)
  })
})

describe('a whole table with a colleague in it [TX19]', () => {
  it('comes back with what was written while it was deleted', () => {
    const [kim, lee] = two()
    kim.act(deleteTable, [0, 0])
    lee.type('동시에', [1, 1])
    meet(kim, lee)
    expect(kim.words).toBe('')
    expect(lee.words).toBe('')
    kim.undoing.undo()
    expect(seen(kim, lee)).toBe('0a 0b / 1a 동시에1b')
    kim.undoing.redo()
    meet(kim, lee)
    expect(lee.words).toBe('')
    kim.undoing.undo()
    expect(seen(kim, lee)).toBe('0a 0b / 1a 동시에1b')
  })

  it('stays with a colleague’s words when who made it takes it back', () => {
    const empty = new Person(9, start(1, 1))
    empty.act(deleteTable, [0, 0])
    const state = Y.encodeStateAsUpdate(empty.doc)
    const [kim, lee] = [new Person(1, state), new Person(2, state)]
    kim.undoing.stopCapturing()
    kim.insertTable()
    meet(kim, lee)
    lee.type('남의 말', [1, 1])
    meet(kim, lee)
    kim.undoing.undo()
    meet(kim, lee)
    expect(kim.words).toBe('남의 말')
    expect(lee.words).toBe('남의 말')
  })

  // Three tests of ten stories each: thirty take longer than one may on a busy machine.
  it.each([23, 24, 25])(
    'loses no word, whoever merges, splits, deletes, writes and takes back (%i)',
    seed => {
      const random = seeded(seed)
      for (let story = 0; story < 10; story += 1) {
        const people = two(3, 3)
        const said = Array.from({ length: 8 }, (_, step) =>
          told(people, random, `[${story}.${step}]`),
        )
        const words = seen(...people)
        for (const word of said) expect(words, `story ${story}`).toContain(word)
      }
    },
  )
})

/** An act of one of two, and perhaps a word; both see all of it, or not yet. */
function told(people: [Person, Person], random: (below: number) => number, word: string): string {
  const one = people[random(2)] as Person
  mergeAtRandom(one, random)
  const isSaid = random(3) === 0 && mended(one.state, true) === null
  if (isSaid) one.type(word, [random(TableMap.get(one.table).height), 0])
  if (random(2)) seen(...people)
  return isSaid ? word : ''
}

/** Of these acts none takes a word away. */
function mergeAtRandom(one: Person, random: (below: number) => number): void {
  const { width, height } = TableMap.get(one.table)
  if (mended(one.state, true) !== null) return
  const [row, column] = [random(height), random(width)]
  const acts = [
    () => one.act(mergeCells, [row, column], [row, Math.min(column + 1, width - 1)]),
    () => one.act(mergeCells, [row, column], [Math.min(row + 1, height - 1), column]),
    () => one.act(splitCell, [row, column]),
    () => one.act(addColumnAfter, [row, column]),
    () => one.act(addRowAfter, [row, column]),
  ]
  acts[random(acts.length)]?.()
}

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
