/**
 * Columns of text beside one another (다단): which lines stand in which column of which page. A
 * column is filled as a page is, with whole lines; where text in another number of columns follows
 * on the same page, the columns above it are made equally tall. Notes stand below all of them. Pure.
 */
import { sheetsOf, type Unit } from './breaks'

/** Text in one number of columns, with what part of the document it is. */
export interface Run {
  readonly stretch: number
  readonly columns: number
  readonly units: readonly Unit[]
}

/** Where a column begins, and how far what stands from there on is moved. */
export interface Turn {
  /** Its first unit, of all of them. */
  readonly first: number
  readonly stretch: number
  readonly column: number
  readonly move: number
  /** Of the columns beside it, and the space above its first line in them. */
  readonly tall: number
  readonly lead: number
}

/** A page as it is laid out, from its first unit on. */
export interface Leaf {
  readonly first: number
  /** How often what is longer than a page is torn within it. */
  readonly torn: number
  /** What is left of it below its last line. */
  readonly filler: number
  readonly turns: readonly Turn[]
}

interface Column {
  readonly first: number
  readonly top: number
  readonly tall: number
}

interface Filled {
  readonly columns: readonly Column[]
  readonly next: number
  readonly torn: number
}

/** There is always one. */
export function leavesOf(runs: readonly Run[], height: number): Leaf[] {
  const leaves: Leaf[] = []
  let before = 0
  let page = new Page(0, height)
  const turn = (first: number) => {
    leaves.push(page.leaf())
    page = new Page(first, height)
  }
  runs.forEach((run, index) => {
    const follows = runs.slice(index + 1).some(({ units }) => units.length > 0)
    let at = 0
    while (at < run.units.length) {
      const next = page.take(run, at, { before, follows })
      if (next < run.units.length) turn(before + next)
      at = next
    }
    before += run.units.length
  })
  return [...leaves, page.leaf()]
}

interface Around {
  /** How many units stand before the run. */
  readonly before: number
  /** Whether other text follows it. */
  readonly follows: boolean
}

class Page {
  private readonly turns: Turn[] = []
  private notes = 0
  private torn = 0
  /** Down to where the columns so far reach, and where the last line ends among all units. */
  private used = 0
  private bottom = 0
  private reach = 0
  private moved: number | null = null

  constructor(
    private readonly first: number,
    private readonly height: number,
  ) {}

  /** The first unit that is left for the next page; `at` where nothing fits on this one. */
  take(run: Run, at: number, { before, follows }: Around): number {
    const begin = run.units[at] as Unit
    const isFresh = this.moved === null
    const top = isFresh ? 0 : this.used + Math.max(begin.top - this.bottom, 0)
    if (!isFresh && (begin.begins || this.torn > 0)) return at
    let [room, filled] = this.fitting(run, at, top)
    if (!isFresh && (filled.torn > 0 || top >= this.height)) return at
    const isWhole = filled.next === run.units.length && filled.torn === 0
    if (isWhole && follows && run.columns > 1) {
      room = evened(run, at, room)
      filled = filledWith(run, at, room)
    }
    this.set(run, filled, { top, before })
    return filled.next
  }

  private fitting(run: Run, at: number, top: number): [number, Filled] {
    let notes = this.notes
    for (;;) {
      const room = this.height - top - notes
      const filled = filledWith(run, at, room)
      const own = run.units.slice(at, filled.next)
      const needed = own.reduce((sum, { below = 0 }) => sum + below, this.notes)
      if (needed <= notes || room <= 0) return [room, filled]
      notes = needed
    }
  }

  private set(run: Run, { columns, next, torn }: Filled, place: { top: number; before: number }) {
    const { top, before } = place
    const tall = Math.max(...columns.map(column => column.tall))
    columns.forEach((one, column) => {
      const moved = top - one.top
      if (this.moved !== null) {
        const move = moved - this.moved
        const lead = one.top - (run.units[one.first - 1]?.bottom ?? one.top)
        const { stretch } = run
        this.turns.push({ first: before + one.first, stretch, column, move, tall, lead })
      }
      this.moved = moved
    })
    const last = columns.at(-1) as Column
    const own = run.units.slice(columns[0]?.first, next)
    this.notes += own.reduce((sum, { below = 0 }) => sum + below, 0)
    this.used = top + tall
    this.bottom = last.top + last.tall
    this.reach = top + last.tall
    this.torn = torn
  }

  leaf(): Leaf {
    const whole = this.height * (this.torn + 1)
    const filler = Math.max(whole - this.notes - this.reach, 0)
    return { first: this.first, torn: this.torn, filler, turns: this.turns }
  }
}

/** As many columns as a page has; what is torn stands in the last of its page. */
function filledWith({ units, columns }: Run, at: number, room: number): Filled {
  const rest = units.slice(at).map(unit => ({ ...unit, below: 0, again: 0 }))
  const sheets = sheetsOf(rest, Math.max(room, 1))
  const found: Column[] = []
  let next = at
  for (const [index, { first, top, torn }] of sheets.entries()) {
    if (index === columns || (index > 0 && rest[first]?.begins)) break
    const end = sheets[index + 1]?.first ?? rest.length
    found.push({ first: at + first, top, tall: (rest[end - 1]?.bottom ?? top) - top })
    next = at + end
    if (torn > 0) return { columns: found, next, torn }
  }
  return { columns: found, next, torn: 0 }
}

/** The least room in which all of it stands in its columns. */
function evened(run: Run, at: number, room: number): number {
  let [low, high] = [0, Math.ceil(room)]
  while (low < high) {
    const middle = (low + high) >> 1
    const { next, torn } = filledWith(run, at, middle)
    if (next === run.units.length && torn === 0) high = middle
    else low = middle + 1
  }
  return Math.min(high, room)
}
