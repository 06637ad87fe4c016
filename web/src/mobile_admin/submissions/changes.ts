/** What a correction changed, took away and added; turns of a repeat beside those they were. */
import type { components } from '@/generated/api'

type Answer = components['schemas']['AnswerBody']
interface Answers {
  readonly answers: readonly Answer[]
}

/** An answer as it is now; `shown` is null where it was taken away. */
interface Compared extends Pick<Answer, 'path' | 'label' | 'turn' | 'is_file'> {
  readonly shown: string | null
  /** What it was; empty where nothing was said, and undefined where it stayed. */
  readonly before?: string
}
export interface Line extends Compared {
  /** Its place among the lines: repeats ask one question several times. */
  readonly id: string
}

/** In the order of `later`; what was taken away stands after what it stood after. */
export function linesOf(later: Answers, former?: Answers): readonly Line[] {
  const lines = former ? compared(former.answers, later.answers) : later.answers
  return lines.map((line, at) => ({ ...line, id: String(at) }))
}

function compared(former: readonly Answer[], later: readonly Answer[]): readonly Compared[] {
  const nodes = movedTo(former, later, { left: MOST_COMPARED })
  const ends = endsOf(later)
  const before = new Map(former.map(answer => [nodes.get(answer.node) ?? answer.node, answer]))
  const there = new Set(later.map(({ node }) => node))
  let last: Moved | null = null
  const gone = Map.groupBy(former, ({ node }) => {
    const now = nodes.get(node) ?? node
    if (!there.has(now)) return last === null ? '' : endOf(last, node, ends)
    last = [node, now]
    return null
  })
  const goneAfter = (node: string) =>
    (gone.get(node) ?? []).map(answer => ({ ...answer, shown: null, before: answer.shown }))
  const changed = (answer: Answer): Compared => {
    const was = before.get(answer.node)
    return was?.value === answer.value ? answer : { ...answer, before: was?.shown ?? '' }
  }
  return [...goneAfter(''), ...later.flatMap(each => [changed(each), ...goneAfter(each.node)])]
}

/** The last answer of all that lies in a place, by the place. */
function endsOf(answers: readonly Answer[]): ReadonlyMap<string, string> {
  const ends = new Map<string, string>()
  for (const { node } of answers) {
    const steps = node.split('/')
    for (const at of steps.keys()) ends.set(steps.slice(0, at + 1).join('/'), node)
  }
  return ends
}

/** Of what `last` is in and `gone` is not: a turn that is gone stands behind the whole one before. */
function endOf([was, now]: Moved, gone: string, ends: ReadonlyMap<string, string>): string {
  const path = gone.split('/')
  const parting = was.split('/').findIndex((step, at) => step !== path[at])
  const steps = now.split('/').slice(0, parting + 1)
  return ends.get(steps.join('/')) ?? now
}

type Spot = Pick<Answer, 'node' | 'value'>
type Turns = ReadonlyMap<number, readonly Spot[]>
const NO_TURNS: Turns = new Map()
const NOWHERE = ''
/** A node of the former answers, and where that is in the later. */
type Moved = readonly [string, string]

/**
 * Where former answers in turns stand in `later`: turns have no names, and one that was taken away
 * moves those behind it. Answers of a turn that is gone stand nowhere.
 */
function movedTo(
  former: readonly Spot[],
  later: readonly Spot[],
  budget: Budget,
): ReadonlyMap<string, string> {
  const now = turnsOf(later)
  const all = [...turnsOf(former)].flatMap(([repeat, turns]) =>
    inRepeat(turns, now.get(repeat) ?? NO_TURNS, budget).map(
      ([node, there]): Moved => [`${repeat}${node}`, there && `${repeat}${there}`],
    ),
  )
  return new Map(all)
}

function inRepeat(former: Turns, later: Turns, budget: Budget): readonly Moved[] {
  const partners = paired(former, later, budget)
  return [...former].flatMap(([turn, spots]) => {
    const to = partners.get(turn)
    if (to === undefined) return spots.map(({ node }): Moved => [`[${turn}]${node}`, NOWHERE])
    const inside = movedTo(spots, later.get(to) ?? [], budget)
    return spots.map(({ node }): Moved => {
      return [`[${turn}]${node}`, `[${to}]${inside.get(node) ?? node}`]
    })
  })
}

const TURN = /^([^[]*)\[(\d+)\](.*)$/

/** By the outermost repeat and its turn; `node` of what is found is within the turn. */
function turnsOf(spots: readonly Spot[]): ReadonlyMap<string, Turns> {
  const inTurns = spots.flatMap(({ node, value }) => {
    const [, repeat = '', turn = '', inside = ''] = TURN.exec(node) ?? []
    return turn ? [{ repeat, turn: Number(turn), node: inside, value }] : []
  })
  const repeats = [...Map.groupBy(inTurns, ({ repeat }) => repeat)]
  return new Map(repeats.map(([repeat, all]) => [repeat, Map.groupBy(all, ({ turn }) => turn)]))
}

/**
 * Answers of all turns of a sheet that are laid beside each other. Beyond that each turn keeps its
 * number: no page stands still for a sheet that is blown up.
 */
const MOST_COMPARED = 500_000
interface Budget {
  left: number
}

/**
 * Turns that go together, in their order, so that as many answers as can be stayed as they were.
 * A turn of which nothing was answered counts as one that is there.
 */
function paired(former: Turns, later: Turns, budget: Budget): ReadonlyMap<number, number> {
  const [rows, columns] = [lastOf(former), lastOf(later)]
  const answers = [...later.values()].reduce((sum, spots) => sum + spots.length, columns)
  budget.left -= rows * answers
  if (budget.left < 0) return new Map([...later.keys()].map(turn => [turn, turn]))
  const said = new Map([...former].map(([turn, spots]) => [turn, valuesOf(spots)]))
  const wide = columns + 2
  // The best that can be made of the turns from these two on.
  const best = new Int32Array((rows + 2) * wide)
  const from = (row: number, column: number) => best[row * wide + column] ?? 0
  const together = (row: number, column: number) =>
    from(row + 1, column + 1) + likeness(said.get(row), later.get(column))
  for (let row = rows; row > 0; row--) {
    for (let column = columns; column > 0; column--) {
      const apart = Math.max(from(row + 1, column), from(row, column + 1))
      best[row * wide + column] = Math.max(together(row, column), apart)
    }
  }
  const pairs = new Map<number, number>()
  for (let row = 1, column = 1; row <= rows && column <= columns; ) {
    if (from(row, column) === together(row, column)) pairs.set(row++, column++)
    else if (from(row, column) === from(row + 1, column)) row++
    else column++
  }
  return pairs
}

function lastOf(turns: Turns): number {
  return [...turns.keys()].at(-1) ?? 0
}

type Values = ReadonlyMap<string, string>

function valuesOf(spots: readonly Spot[]): Values {
  return new Map(spots.map(({ node, value }) => [node, value]))
}

/** A turn that was answered anew is rather the same turn than one gone and another come. */
function likeness(said: Values = new Map(), later: readonly Spot[] = []): number {
  return 1 + 2 * later.filter(({ node, value }) => said.get(node) === value).length
}
