import type { Node } from 'prosemirror-model'
import type { Command } from 'prosemirror-state'
import { EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import {
  addColumnAfter,
  addRowAfter,
  CellSelection,
  deleteColumn,
  deleteRow,
  mergeCells,
  splitCell,
  TableMap,
} from 'prosemirror-tables'
import { describe, expect, it } from 'vitest'
import {
  prosemirrorToYXmlFragment,
  updateYFragment,
  yXmlFragmentToProseMirrorRootNode,
} from 'y-prosemirror'
import * as Y from 'yjs'
import { nodes, schema } from '../text/schema'
import { TABLE } from './commands'
import { isHead } from './heads'
import { mended } from './mend'

const { table, table_row: row, table_cell: cell, table_header: head } = schema.nodes

function made(rows: number, columns: number, withText = true): Node {
  const line = (text: string) =>
    nodes.paragraph.create({ id: text }, withText ? schema.text(text) : null)
  const cells = (r: number) =>
    Array.from({ length: columns }, (_, c) =>
      (r === 0 ? head : cell)?.create(null, line(`${r}${'abcdefgh'[c]}`)),
    ) as Node[]
  const all = Array.from({ length: rows }, (_, r) => row?.create(null, cells(r))) as Node[]
  return schema.node('doc', null, [table?.create(null, all) as Node, nodes.paragraph.create()])
}

/** One who has the document, as the editor has it: the shared text and what is made of it. */
class Person {
  readonly doc = new Y.Doc()

  constructor(client: number, start: Uint8Array) {
    this.doc.clientID = client
    Y.applyUpdate(this.doc, start)
  }

  get text() {
    return this.doc.getXmlFragment('text')
  }

  get state(): EditorState {
    return EditorState.create({ doc: yXmlFragmentToProseMirrorRootNode(this.text, schema) })
  }

  write(tr: Transaction): void {
    const meta = { mapping: new Map(), isOMark: new Map() }
    this.doc.transact(() => updateYFragment(this.doc, this.text, tr.doc, meta))
  }

  /** A command on the cells from one place to another. */
  act(command: Command, from: [number, number], to = from): void {
    const state = this.state
    const map = TableMap.get(state.doc.firstChild as Node)
    const at = ([r, c]: [number, number]) => 1 + (map.map[r * map.width + c] ?? 0)
    const selection = CellSelection.create(state.doc, at(from), at(to))
    command(state.apply(state.tr.setSelection(selection)), tr => this.write(tr))
  }

  /** Whether anything was wrong. */
  mend(withNew = true): boolean {
    const tr = mended(this.state, withNew)
    if (tr) this.write(tr)
    return tr !== null
  }

  get table(): Node {
    return this.state.doc.firstChild as Node
  }
}

function meet(one: Person, other: Person): void {
  const news = Y.encodeStateAsUpdate(one.doc, Y.encodeStateVector(other.doc))
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(one.doc)))
  Y.applyUpdate(other.doc, news)
}

function two(doc: Node): [Person, Person] {
  const seed = new Y.Doc()
  seed.clientID = 9
  prosemirrorToYXmlFragment(doc, seed.getXmlFragment('text'))
  const start = Y.encodeStateAsUpdate(seed)
  return [new Person(1, start), new Person(2, start)]
}

/** Both repair at the same moment, again and again, as the worst network has it. */
function settled(one: Person, other: Person, withNew = true): Node {
  meet(one, other)
  for (let round = 0; round < 12; round += 1) {
    const isMended = [one, other].map(person => person.mend(withNew))
    if (!isMended.includes(true)) break
    meet(one, other)
  }
  expect(one.table.toJSON()).toEqual(other.table.toJSON())
  return one.table
}

function shape(table: Node): string {
  const { map, width, height } = TableMap.get(table)
  const words = map.map(pos => table.nodeAt(pos)?.textContent || '_')
  const lines = Array.from({ length: height }, (_, r) => words.slice(r * width, (r + 1) * width))
  return lines.map(line => line.join(' ')).join(' / ')
}

function isWhole(table: Node): boolean {
  return (
    !TableMap.get(table).problems &&
    mended(EditorState.create({ doc: schema.node('doc', null, [table]) }), true) === null
  )
}

describe('a table that two change at once', () => {
  it('a row and a column make a corner [TX14]', () => {
    const [kim, lee] = two(made(2, 3))
    kim.act(addRowAfter, [0, 0])
    lee.act(addColumnAfter, [1, 2])
    const found = settled(kim, lee)
    expect(shape(found)).toBe('0a 0b 0c _ / _ _ _ _ / 1a 1b 1c _')
    expect(isWhole(found)).toBe(true)
  })

  it('a row that comes into a merge belongs to it [TX14]', () => {
    const [kim, lee] = two(made(3, 3))
    kim.act(mergeCells, [0, 0], [1, 0])
    lee.act(addRowAfter, [0, 1])
    expect(shape(settled(kim, lee, false))).toBe('0a1a 0b 0c / 0a1a _ _ / 0a1a 1b 1c / 2a 2b 2c')
  })

  it('two rows that come into one merge belong to it both [TX14]', () => {
    const [kim, lee] = two(made(3, 3))
    kim.act(mergeCells, [0, 0], [1, 0])
    meet(kim, lee)
    kim.act(addRowAfter, [0, 1])
    lee.act(addRowAfter, [0, 2])
    const found = settled(kim, lee, false)
    expect(shape(found)).toBe('0a1a 0b 0c / 0a1a _ _ / 0a1a _ _ / 0a1a 1b 1c / 2a 2b 2c')
  })

  it('a column that comes into a merge leaves the others where they are [TX14]', () => {
    const [kim, lee] = two(made(2, 3))
    kim.act(mergeCells, [0, 0], [0, 1])
    lee.act(addColumnAfter, [0, 0])
    expect(isWhole(settled(kim, lee))).toBe(true)
  })

  it('what went is not asked back by what came [TX14]', () => {
    const [kim, lee] = two(made(3, 3))
    kim.act(deleteColumn, [0, 1])
    lee.act(addRowAfter, [2, 0])
    expect(shape(settled(kim, lee, false))).toBe('0a 0c / 1a 1c / 2a 2c / _ _')
  })

  it('both may add what is missing: one of them is enough [TX14]', () => {
    const [kim, lee] = two(made(2, 2))
    kim.act(addRowAfter, [1, 0])
    lee.act(addColumnAfter, [0, 1])
    meet(kim, lee)
    kim.mend()
    lee.mend()
    meet(kim, lee)
    expect(isWhole(kim.table)).toBe(false)
    expect(shape(settled(kim, lee, false))).toBe('0a 0b _ / 1a 1b _ / _ _ _')
  })

  it('loses no word and comes to one rectangle, whatever two do at once [TX14]', () => {
    const random = seeded(7)
    for (let story = 0; story < 40; story += 1) {
      const [kim, lee] = two(made(4, 4))
      for (const one of [kim, lee, kim, lee]) atRandom(one, random)
      if (kim.table.type === table) expectWhole(kim, lee, `story ${story}`)
    }
  })
})

function expectWhole(kim: Person, lee: Person, story: string): void {
  meet(kim, lee)
  const before = wordsOf(kim.table)
  const found = settled(kim, lee)
  expect(wordsOf(found)).toEqual(before)
  // All of its cells may be gone, and then it is no table any more.
  if (found.type !== table) return
  expect(isWhole(found), `${story}: ${shape(found)}`).toBe(true)
  expect(TableMap.get(found).map.length).toBeLessThan(80)
}

const ACTS = [addRowAfter, addColumnAfter, mergeCells, splitCell, deleteRow, deleteColumn]

function atRandom(one: Person, random: (below: number) => number): void {
  const { width, height } = TableMap.get(one.table)
  const from: [number, number] = [random(height), random(width)]
  const to: [number, number] = random(2) ? [random(height), random(width)] : from
  one.act(ACTS[random(ACTS.length)] as Command, from, to)
}

function wordsOf(table: Node) {
  return table.textContent.match(/\d[a-h]/g)?.sort()
}

function seeded(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

describe('the commands', () => {
  const command = (id: string) => TABLE.flat().find(one => one.id === id) as (typeof TABLE)[0][0]

  it('offers to split a merged cell with the caret in it, and no other cell', () => {
    const [kim] = two(made(2, 2))
    kim.act(mergeCells, [0, 0], [0, 1])
    const { state } = kim
    const at = (pos: number) =>
      state.apply(state.tr.setSelection(TextSelection.create(state.doc, pos)))
    expect(command('split').run(at(4))).toBe(true)
    expect(command('split').run(at(state.doc.content.size - 6))).toBe(false)
  })

  it('makes a heading row of the first row and takes it away', () => {
    const [kim] = two(made(2, 2))
    expect(command('no-head-row').isEnabled?.(kim.state)).toBe(true)
    kim.act(command('no-head-row').run, [1, 0])
    expect(heads(kim.table)).toEqual(['', ''])
    kim.act(command('head-row').run, [1, 1])
    expect(heads(kim.table)).toEqual(['hh', ''])
    kim.act(command('head-column').run, [1, 1])
    expect(heads(kim.table)).toEqual(['hh', 'h'])
    kim.act(command('no-head-row').run, [1, 1])
    expect(heads(kim.table)).toEqual(['h', 'h'])
  })

  it('what another writes in a heading row stays while it becomes a row like others [TX17]', () => {
    const [kim, lee] = two(made(2, 2))
    kim.act(command('no-head-row').run, [0, 0])
    const { state } = lee
    lee.write(state.tr.insertText(' 새로', 6))
    const before = kim.text.toArray().length
    meet(kim, lee)
    expect(shape(kim.table)).toBe('0a 새로 0b / 1a 1b')
    expect(kim.text.toArray().length).toBe(before)
    expect(heads(kim.table)).toEqual(['', ''])
  })

  it('a column in a heading row has a heading, whatever makes that row one [TX17]', () => {
    const [kim] = two(made(2, 2))
    kim.act(command('column-right').run, [1, 1])
    expect(heads(kim.table)).toEqual(['hhh', ''])
    kim.act(command('no-head-row').run, [0, 0])
    kim.act(command('column-left').run, [0, 0])
    expect(heads(kim.table)).toEqual(['', ''])
    kim.act(command('head-row').run, [0, 0])
    kim.act(command('column-right').run, [0, 0])
    kim.act(command('row-below').run, [0, 0])
    expect(heads(kim.table)).toEqual(['hhhhh', '', ''])
  })
})

/** A letter for each heading cell of a row. */
function heads(found: Node): string[] {
  return found.children.map(({ children }) =>
    children.map(one => (isHead(one) ? 'h' : '')).join(''),
  )
}
