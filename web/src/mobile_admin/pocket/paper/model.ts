/** 현장 확인서(임시): what is left at the door until the server has given the notice its number. */
import { keep, own } from '../own'
import { freshId } from '../store/ids'
import type { Visit } from '../visits/model'

export type Side = 'inspector' | 'citizen'

export interface Paper {
  /** Of the visit. */
  readonly id: string
  /** No registered number: those are the server's alone. */
  readonly number: string
  /** In ms, by this phone's clock. */
  readonly at: number
  readonly said: string
  /** Blobs of what each has written. */
  readonly signed: Partial<Record<Side, string>>
}

const DIGITS = 3

export async function makePaper(visit: Visit): Promise<Paper> {
  const current = own.get()
  if (current === null) throw new Error('a paper after the pocket was closed')
  const there = await current.shelf.read<Paper>('paper', visit.id)
  if (there) return there
  const count = (await current.shelf.list<Paper>('paper')).length + 1
  const paper: Paper = {
    id: visit.id,
    number: numberOf(current.pocket.id, count),
    at: Date.now(),
    said: '',
    signed: {},
  }
  await keep([{ kind: 'paper', id: paper.id, value: paper }])
  return paper
}

/** The phone's own, so that two phones never give the same. */
export function numberOf(pocket: string, count: number): string {
  return `임시-${pocket.slice(-8).toUpperCase()}-${String(count).padStart(DIGITS, '0')}`
}

export async function say(paper: Paper, said: string): Promise<void> {
  await keep([{ kind: 'paper', id: paper.id, value: { ...paper, said } }])
}

/** The signature is durable before the paper shows it. */
export async function sign(paper: Paper, side: Side, png: Blob): Promise<void> {
  const blob = `${paper.id}.${freshId()}`
  const value: Paper = { ...paper, signed: { ...paper.signed, [side]: blob } }
  const former = paper.signed[side]
  await keep([
    { kind: 'blob', id: blob, bytes: new Uint8Array(await png.arrayBuffer()) },
    { kind: 'paper', id: paper.id, value },
    ...(former ? [{ kind: 'blob' as const, id: former, gone: true as const }] : []),
  ])
}
